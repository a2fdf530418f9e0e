import { mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { createWorker, type Worker } from "../../dist/src/index.js";
import { closeEnqueuer } from "../../dist/src/worker/broker-enqueuer.js";
import { untilUnused } from "../broker/embedded-processes.js";
import { root } from "../support/cli.js";
import { closeBroker } from "./broker-of.js";
import { makeTempFolder } from "../support/make-temp-folder.js";
import { postgresServer, redisServer } from "../support/servers.js";

export type BrokerName = "redis" | "postgres" | "embedded";

/** Runs a suite with a worker on each of the brokers; `enqueue` in this process goes to the same one. */
export function onBrokers(names: readonly BrokerName[], suite: (worker: () => Worker) => void): void {
  for (const name of names) {
    describe(`on ${name}`, async () => {
      const server = await startBroker(name);
      const reports = mkdtempSync(join(tmpdir(), "loopward-tasks-"));
      let worker: Worker;
      describe.skipIf(server === null)("with a worker", () => {
        beforeAll(async () => {
          process.env.LOOPWARD_BROKER = server!.url;
          worker = await createWorker({
            app: ["test/tasks/samples/tasks.ts"],
            cwd: root,
            broker: server!.url,
            reportsDir: reports,
          });
        });
        afterAll(async () => {
          await worker?.close();
          await closeBroker();
          await closeEnqueuer();
          await server?.stop();
          delete process.env.LOOPWARD_BROKER;
          rmSync(reports, { recursive: true, force: true });
        });
        suite(() => worker);
      });
    });
  }
}

async function startBroker(name: BrokerName): Promise<{ url: string; stop(): Promise<void> } | null> {
  if (name === "redis") return redisServer();
  if (name === "postgres") return postgresServer();
  const folder = await makeTempFolder();
  return {
    url: `embedded:${folder}`,
    async stop() {
      await untilUnused(folder);
      await rm(folder, { recursive: true });
    },
  };
}
