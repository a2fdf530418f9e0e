import { closeSync, openSync } from "node:fs";
import type { Worker } from "../../worker/create-worker.js";

/** `warm`: the runs in flight finish. `cold`: they go back to their queues at once. */
export type StopHow = "warm" | "cold";

/** Brings a worker to its end, by signals and by orders. */
export class Stopper {
  readonly #worker: Pick<Worker, "close">;
  readonly #say: (message: string) => void;
  #how: StopHow | null = null;
  #resolve!: (heard: boolean) => void;
  #reject!: (error: Error) => void;
  /** Resolves when the worker has stopped: with whether the broker has heard of the end of each run. */
  readonly stopped = new Promise<boolean>((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });

  constructor(worker: Pick<Worker, "close">, say: (message: string) => void) {
    this.#worker = worker;
    this.#say = say;
  }

  get isStopping(): boolean {
    return this.#how !== null;
  }

  stop(how: StopHow): void {
    if (this.#how === "cold" || this.#how === how) return;
    this.#how = how;
    this.#say(
      how === "warm" ? "stopping: runs in flight finish first (again to stop at once)" : "stopping at once",
    );
    this.#worker.close(how === "warm" ? {} : { graceMs: 0 }).then(this.#resolve, this.#reject);
  }

  /** @param reload what SIGHUP does while the terminal lives */
  listen(reload: () => void): void {
    const again = () => this.stop(this.#how === null ? "warm" : "cold");
    process.on("SIGTERM", again);
    process.on("SIGINT", again);
    process.on("SIGQUIT", () => this.stop("cold"));
    // A terminal that is closed sends it, too: nobody is there then to whom a worker would be of use.
    process.on("SIGHUP", () => (hasLostTerminal() ? this.stop("warm") : reload()));
  }
}

function hasLostTerminal(): boolean {
  if (!process.stdin.isTTY) return false;
  try {
    closeSync(openSync("/dev/tty", "r"));
    return false;
  } catch {
    return true;
  }
}
