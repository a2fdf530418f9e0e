import type { JobAnswer, JobCall, JobMethod } from "../../job-protocol.js";
import { fromWire } from "../../wire-error.js";
import type { Send } from "../outbox.js";

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * The host's side of the calls of adopted handlers. The first of a turn leaves at once, so that it is out should the loop
 * stand still next; those that follow in the same turn share a message.
 */
export class JobCalls {
  readonly #send: Send;
  readonly #waiting = new Map<number, Waiting>();
  #gathered: JobCall[] = [];
  #planned = false;
  #nextId = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  /** Resolves with what the broker's job gave; rejects with what it threw. */
  call(key: string, method: JobMethod, args: readonly unknown[]): Promise<unknown> {
    const id = (this.#nextId += 1);
    const answered = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#gathered.push({ key, id, method, args: withoutTrail(args) });
    if (!this.#planned) {
      this.#planned = true;
      this.flush();
      setImmediate(() => {
        this.#planned = false;
        this.flush();
      });
    }
    return answered;
  }

  answer(answers: readonly JobAnswer[]): void {
    for (const answer of answers) {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ("error" in answer) waiting?.reject(fromWire(answer.error));
      else waiting?.resolve(answer.value);
    }
  }

  /** Sends what is gathered: what a run asked for must be on its way before it settles. */
  flush(): void {
    if (this.#gathered.length === 0) return;
    const calls = this.#gathered;
    this.#gathered = [];
    this.#send({ type: "calls", calls });
  }
}

function withoutTrail(args: readonly unknown[]): readonly unknown[] {
  const last = args.findLastIndex((arg) => arg !== undefined);
  return args.slice(0, last + 1);
}
