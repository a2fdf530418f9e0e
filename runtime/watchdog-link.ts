import { Worker } from "node:worker_threads";
import { nowMs } from "./clock.js";
import { CONTROL, MARK, WORD, type SharedState } from "./shared-state.js";
import type { FromWatchdog, ToWatchdog, WatchdogData } from "./watchdog/protocol.js";

// Taken before it is wrapped: a run in which the process ends does not make this call.
const { wait } = Atomics;

// How long the end of the process may wait for the watchdog's last records, in ms.
const LAST_RECORDS_MS = 500;

/** The main thread's end of the watchdog thread. */
export class WatchdogLink {
  readonly #worker: Worker;
  readonly #state: SharedState;
  #stopped = false;
  #flushes = 0;

  private constructor(worker: Worker, state: SharedState) {
    this.#worker = worker;
    this.#state = state;
  }

  /** Starts the thread and waits until it watches. @throws what the thread failed with, such as an unwritable sink */
  static async start(
    state: SharedState,
    data: Omit<WatchdogData, "shared">,
    onMessage: (message: FromWatchdog, link: WatchdogLink) => void,
  ): Promise<WatchdogLink> {
    const worker = new Worker(new URL("./watchdog/main.js", import.meta.url), {
      workerData: { ...data, shared: state.buffer } satisfies WatchdogData,
      transferList: data.inPlace ? [data.inPlace.port] : [],
      name: "loopward-watchdog",
      // Neither the app's preloaded modules nor its loaders belong in this thread.
      execArgv: [],
      env: { ...process.env, NODE_OPTIONS: "" },
      // All that a look at the stack makes here is garbage a moment later: the default young generation only fills with it. After 8,000
      // looks a process had 144 MB resident, and 118 with this one.
      resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 6 },
    });
    const link = new WatchdogLink(worker, state);
    await new Promise<void>((resolve, reject) => {
      worker.once("error", reject);
      worker.on("message", (message: FromWatchdog) => {
        if (message.type === "disconnected") link.#release();
        else if (message.type !== "ready") onMessage(message, link);
        else {
          worker.off("error", reject);
          resolve();
        }
      });
    });
    worker.on("error", (error) => link.#lost(error.message));
    worker.once("exit", () => link.#lost("it exited"));
    process.once("exit", link.#onProcessExit);
    // Watching is no reason to live.
    worker.unref();
    return link;
  }

  send(message: ToWatchdog): void {
    this.#worker.postMessage(message);
    this.ring();
  }

  /** Resolves when the thread has written all it knows; at once where it has ended. */
  async flush(): Promise<void> {
    if (this.#stopped) return;
    this.#flushes += 1;
    const number = this.#flushes;
    // Whoever waits for it is a reason to live.
    this.#worker.ref();
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#worker.off("message", onMessage);
        this.#worker.off("exit", done);
        if (!this.#stopped) this.#worker.unref();
        resolve();
      };
      const onMessage = (message: FromWatchdog): void => {
        if (message.type === "flushed" && message.number === number) done();
      };
      this.#worker.on("message", onMessage);
      this.#worker.once("exit", done);
      this.send({ type: "flush", number });
    });
  }

  /** Ends the thread once its last records are written. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    process.off("exit", this.#onProcessExit);
    this.#worker.ref();
    const ended = new Promise((resolve) => this.#worker.once("exit", resolve));
    this.send({ type: "stop" });
    await ended;
  }

  // A session that is still connected when the process ends keeps it waiting "for the debugger to disconnect".
  readonly #onProcessExit = (): void => {
    this.#stopped = true;
    const { words, marks } = this.#state;
    // The callback that ends the process has ended: a stall in it is over.
    marks[MARK.TURN] = nowMs();
    Atomics.store(words, WORD.CONTROL, CONTROL.STOPPING);
    this.ring();
    wait(words, WORD.CONTROL, CONTROL.STOPPING, LAST_RECORDS_MS);
    this.#release();
  };

  /**
   * Lets the thread end. What a disconnected session left to be done on this thread was asked for as an interrupt, and V8
   * has served it on entry of any function since.
   */
  #release(): void {
    const { words } = this.#state;
    if (
      Atomics.compareExchange(words, WORD.CONTROL, CONTROL.DISCONNECTED, CONTROL.RELEASED) ===
      CONTROL.DISCONNECTED
    )
      Atomics.notify(words, WORD.CONTROL);
  }

  /** Wakes the thread. While all is calm it sleeps outside of its event loop, where no message reaches it. */
  ring(): void {
    Atomics.store(this.#state.words, WORD.DOORBELL, 1);
    Atomics.notify(this.#state.words, WORD.DOORBELL);
  }

  #lost(reason: string): void {
    if (this.#stopped) return;
    this.#stopped = true;
    process.off("exit", this.#onProcessExit);
    process.emitWarning(`Loopward's watchdog thread ended (${reason}): stalls are no longer seen.`);
  }
}
