import type { EnqueuedRun, EnqueueOptions } from "./types.js";

/** What a task needs to be enqueued; the library's front door binds one that opens the broker by need. */
export interface Enqueuer {
  enqueue(
    task: { readonly name: string; readonly queue: string; readonly attempts: number },
    inputs: readonly unknown[],
    options: EnqueueOptions,
  ): Promise<EnqueuedRun<unknown>[]>;
}

// Tasks know no broker (it lies in a higher layer), so the one that does is handed down.
let bound: Enqueuer | null = null;

export function bindEnqueuer(enqueuer: Enqueuer): void {
  bound = enqueuer;
}

export function boundEnqueuer(): Enqueuer {
  if (!bound) throw new Error('Import defineTask from "loopward": it binds the broker that enqueue() needs.');
  return bound;
}
