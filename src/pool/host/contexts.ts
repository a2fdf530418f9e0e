import type { RunContext } from "../../task/types.js";
import type { RunOrder } from "../protocol.js";
import type { AdoptedContext } from "./adopted/adopt-handler.js";
import { sandboxedJob } from "./adopted/sandboxed-job.js";
import type { RunVoice } from "./executor.js";
import { LoopShare } from "./loop-share.js";
import type { RunEnd } from "./run-end.js";

/** Makes what runs are given beside their input. */
export class Contexts {
  readonly #voice: RunVoice;
  readonly #isOnBoard: (key: string, end: RunEnd) => boolean;
  readonly #share = new LoopShare();

  /** @param isOnBoard whether the run of that key, with that end, has not settled */
  constructor(voice: RunVoice, isOnBoard: (key: string, end: RunEnd) => boolean) {
    this.#voice = voice;
    this.#isOnBoard = isOnBoard;
  }

  /** @param sliceMs how long the run may hold the loop between two `ctx.yieldIfDue()` */
  of(order: RunOrder, end: RunEnd, sliceMs: number): RunContext | AdoptedContext {
    return order.job ? this.#adopted(order, end, sliceMs) : this.#own(order, end, sliceMs);
  }

  #own(order: RunOrder, end: RunEnd, sliceMs: number): RunContext {
    return new OwnContext(order, end, this.#voice, () => this.#share.yieldIfDue(sliceMs));
  }

  #adopted(order: RunOrder, end: RunEnd, sliceMs: number): AdoptedContext {
    const job = sandboxedJob(order, async (method, args) => {
      // What goes on after its run was given up must not touch the job, which may be running elsewhere.
      if (!this.#isOnBoard(order.key, end)) throw new Error(`${method}: the run has settled`);
      try {
        return await this.#voice.call(order.key, method, args);
      } catch (error) {
        end.giveUp(error as Error);
        throw error;
      }
    });
    // Its signal is made for each: handlers get it as an argument.
    return { ...this.#own(order, end, sliceMs), job, token: order.job?.token };
  }
}

/** Its methods may be taken out of it, and all of it be copied into another object: they are properties of its own. */
class OwnContext implements RunContext {
  readonly id: string;
  readonly attempt: number;
  readonly redelivered: boolean;
  declare readonly signal: AbortSignal;
  readonly log: RunContext["log"];
  readonly progress: RunContext["progress"];
  readonly yieldIfDue: RunContext["yieldIfDue"];
  readonly #end: RunEnd;

  /**
   * Made when it is asked for: a controller costs more than all else. One getter for all of them, because one of its own, as an
   * object literal has it, makes a hidden class of each context, which V8 puts into the old generation.
   */
  static readonly #signal: PropertyDescriptor & ThisType<OwnContext> = {
    get() {
      return this.#end.signal;
    },
    enumerable: true,
    configurable: true,
  };

  constructor(order: RunOrder, end: RunEnd, voice: RunVoice, yieldIfDue: RunContext["yieldIfDue"]) {
    const { key } = order;
    this.#end = end;
    this.id = order.runId;
    this.attempt = order.attempt;
    this.redelivered = order.redelivered;
    Object.defineProperty(this, "signal", OwnContext.#signal);
    this.log = (message, fields) => voice.log(key, message, fields);
    this.progress = (value) => voice.progress(key, value);
    this.yieldIfDue = yieldIfDue;
  }
}
