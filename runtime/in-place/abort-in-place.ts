import { MessageChannel, receiveMessageOnPort, type MessagePort } from "node:worker_threads";
import { StallError } from "../../src/findings/run-errors.js";
import type { RunContext, RunState } from "../run-context.js";
import type { InPlaceChannel, ThrowOrder } from "./channel.js";
import { CHECK_NAME, FLAG_NAME } from "./names.js";

/** One for the process: instrumented code reads it as a constant. */
const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
let active: InPlaceAbort | null = null;

/** The main thread's end: what an instrumented function or loop calls while the flag is raised. */
export class InPlaceAbort {
  readonly #runs: RunContext;
  readonly #port: MessagePort;
  /** For the watchdog. */
  readonly channel: InPlaceChannel;
  #target: RunState | null = null;
  #targetSlot = 0;
  #error: StallError | null = null;
  #left = 0;

  private constructor(runs: RunContext) {
    const { port1, port2 } = new MessageChannel();
    this.#runs = runs;
    this.#port = port1;
    this.channel = { flag, port: port2 };
  }

  static install(runs: RunContext): InPlaceAbort {
    active = new InPlaceAbort(runs);
    defineGlobals();
    return active;
  }

  stop(): void {
    Atomics.store(flag, 0, 0);
    this.#port.close();
    active = null;
  }

  /** Throws in the run to be aborted; returns in every other. */
  check(): void {
    const run = this.#runs.current();
    const word = Atomics.load(flag, 0);
    if (run === undefined || word === 0) return;
    if (word > 0) this.#claim(run, word);
    if (run !== this.#target || this.#left === 0) return;
    this.#left -= 1;
    throw this.#error!;
  }

  #claim(run: RunState, slot: number): void {
    // A run that swallowed it may have been rejected meanwhile, and has no slot any more.
    const again = run === this.#target && slot === this.#targetSlot;
    if (!again && run.slot !== slot) return;
    const order = this.#latestOrder();
    if (!order || Atomics.compareExchange(flag, 0, slot, -slot) !== slot) return;
    this.#left = order.times;
    if (again) return;
    const { report } = order;
    this.#target = run;
    this.#targetSlot = slot;
    this.#error = new StallError(run.task.name, report);
    // Rejects the run whatever its code makes of the error; later, since an abort listener must not run in mid-statement.
    queueMicrotask(() => run.onAbort?.(report));
  }

  #latestOrder(): ThrowOrder | null {
    let order: ThrowOrder | null = null;
    for (;;) {
      const received = receiveMessageOnPort(this.#port);
      if (!received) return order;
      order = received.message as ThrowOrder;
    }
  }
}

function defineGlobals(): void {
  if (FLAG_NAME in globalThis) return;
  // Not to be changed: compiled code may take them for constants.
  Object.defineProperty(globalThis, FLAG_NAME, { value: flag });
  Object.defineProperty(globalThis, CHECK_NAME, { value: () => active?.check() });
}
