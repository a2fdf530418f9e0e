import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Redis } from "ioredis";
import { eventually } from "../support/eventually.js";
import { freePort } from "../support/servers.js";

/** A Redis that forgets nothing it confirmed, and can be stopped in the middle of its work. */
export class ChaosRedis {
  readonly url: string;
  readonly #args: readonly string[];
  #child: ChildProcess;

  private constructor(port: number, folder: string) {
    this.url = `redis://127.0.0.1:${port}`;
    const durable = ["--appendonly", "yes", "--appendfsync", "always", "--save", ""];
    this.#args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, ...durable];
    this.#child = this.#spawn();
  }

  static async start(folder: string): Promise<ChaosRedis> {
    const redis = new ChaosRedis(await freePort(), folder);
    await redis.#answers();
    return redis;
  }

  pause(): void {
    this.#child.kill("SIGSTOP");
  }

  resume(): void {
    this.#child.kill("SIGCONT");
  }

  async restart(): Promise<void> {
    await this.stop();
    this.#child = this.#spawn();
    await this.#answers();
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exit;
  }

  #spawn(): ChildProcess {
    return spawn("redis-server", this.#args, { stdio: "ignore" });
  }

  async #answers(): Promise<void> {
    const client = new Redis(this.url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
    client.on("error", () => undefined);
    try {
      await eventually("Redis answers", () => {
        if (this.#child.exitCode !== null) throw new Error(`redis-server ended: ${this.#child.exitCode}`);
        return client.status === "ready";
      });
    } finally {
      client.disconnect();
    }
  }
}
