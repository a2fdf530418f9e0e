import type { TaskInfo } from "../task/types.js";

/** `ending`: it takes no more runs. `halting`: it is asked to say what has settled on it, and is killed then. */
type Stage = "starting" | "ready" | "ending" | "halting" | "gone";

/** A host from its start until it is gone, for those who wait for either. */
export class HostLife {
  /** Resolves with the app's tasks; rejects when the app cannot be loaded or the host dies first. */
  readonly ready: Promise<readonly TaskInfo[]>;
  readonly gone: Promise<void>;
  stage: Stage = "starting";
  /** `Date.now()` of when the app was loaded; null: it has not been. */
  #readyAt: number | null = null;
  #markReady!: (tasks: readonly TaskInfo[]) => void;
  #markFailed!: (error: Error) => void;
  #markGone!: () => void;

  constructor() {
    this.ready = new Promise((resolve, reject) => {
      this.#markReady = resolve;
      this.#markFailed = reject;
    });
    // A spare's failure is nobody's to await; the loss itself is reported.
    this.ready.catch(() => undefined);
    this.gone = new Promise((resolve) => {
      this.#markGone = resolve;
    });
  }

  /** Whether the host ever was ready to take runs. */
  get wasReady(): boolean {
    return this.#readyAt !== null;
  }

  /** Whether it was ready at a moment, in the time of `Date.now()`. */
  wasReadyAt(momentMs: number): boolean {
    return this.#readyAt !== null && momentMs >= this.#readyAt;
  }

  loaded(tasks: readonly TaskInfo[]): void {
    if (this.stage === "starting") this.stage = "ready";
    this.#readyAt = Date.now();
    this.#markReady(tasks);
  }

  loadFailed(error: Error): void {
    this.#markFailed(error);
  }

  /** Tells those who wait that it is gone. */
  over(): void {
    this.#markGone();
  }
}
