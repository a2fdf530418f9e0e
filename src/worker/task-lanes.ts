import { CancelledError } from "../findings/run-errors.js";
import { handlerOf, type RunOrder } from "../pool/protocol.js";
import { PoolClosedError, type RunHooks } from "../pool/ticket.js";
import type { PoolName, TaskInfo } from "../task/types.js";
import type { Pools } from "./pools.js";
import { ProcessLane, smallBuffer } from "./process-lane.js";

/** Short: a job that comes back too early is sent away again; one that comes too late leaves its task idle. */
const FIRST_GUESS_MS = 10;

/** Pools in which tasks keep to their `concurrency`. */
export interface LimitedPools extends Pools {
  /** Jobs of a queue that wait for their task's turn, and hold no slot. */
  waitingIn(queue: string): number;
  /** For how many ms a job of the task (`handlerOf` its run) should stay away; 0: it may wait here. As `ProcessLane` has it. */
  awayMs(handler: string, returned: boolean, nowMs: number): number;
}

/** Has each task with a `concurrency` run so many of its jobs at once, and no more; the others have the slots meanwhile. */
export function limitTasks(pools: Pools): LimitedPools {
  const lanes = new Map(pools.tasks.flatMap((task) => laneOf(task) ?? []));
  const limits: Pick<LimitedPools, "waitingIn" | "awayMs" | "run" | "cancel" | "reload" | "close"> = {
    waitingIn(queue) {
      let waiting = 0;
      for (const lane of lanes.values()) if (lane.queue === queue) waiting += lane.waiting;
      return waiting;
    },
    awayMs: (handler, returned, nowMs) => lanes.get(handler)?.awayMs(returned, nowMs) ?? 0,
    run(pool, order, hooks) {
      const lane = lanes.get(handlerOf(order));
      return lane ? lane.run(pools, pool, order, hooks) : pools.run(pool, order, hooks);
    },
    cancel: (key, reason) =>
      [...lanes.values()].some((lane) => lane.cancel(key, reason)) || pools.cancel(key, reason),
    async reload() {
      await pools.reload();
      for (const [name, lane] of pools.tasks.flatMap((task) => laneOf(task) ?? []))
        if (!lanes.has(name)) lanes.set(name, lane);
    },
    async close(options) {
      for (const lane of lanes.values()) lane.close();
      await pools.close(options);
    },
  };
  // On top of the pools and not a copy of them: their sizes change.
  return Object.assign(Object.create(pools) as Pools, limits);
}

function laneOf({ name, queue, concurrency }: TaskInfo): [[string, TaskLane]] | null {
  return concurrency === undefined ? null : [[name, new TaskLane(name, queue, concurrency)]];
}

interface Turn {
  readonly key: string;
  resolve(): void;
  reject(error: Error): void;
}

/** The jobs of one task. */
class TaskLane {
  readonly queue: string;
  readonly #task: string;
  readonly #lane: ProcessLane;
  readonly #line: Turn[] = [];
  #free: number;

  constructor(task: string, queue: string, concurrency: number) {
    this.queue = queue;
    this.#task = task;
    this.#free = concurrency;
    this.#lane = new ProcessLane(concurrency, smallBuffer, FIRST_GUESS_MS);
  }

  get waiting(): number {
    return this.#lane.waiting;
  }

  awayMs(returned: boolean, nowMs: number): number {
    return this.#lane.awayMs(returned, nowMs);
  }

  async run(pools: Pools, pool: PoolName, order: RunOrder, hooks: RunHooks): Promise<unknown> {
    this.#lane.entered();
    try {
      await this.#turn(order.key);
      try {
        const onSettled = (tookMs: number) => {
          this.#lane.took(tookMs);
          hooks.onSettled?.(tookMs);
        };
        return await pools.run(pool, order, { ...hooks, onSettled });
      } finally {
        this.#next();
      }
    } finally {
      this.#lane.left();
    }
  }

  cancel(key: string, reason: string | null): boolean {
    const index = this.#line.findIndex((turn) => turn.key === key);
    const [turn] = index < 0 ? [] : this.#line.splice(index, 1);
    turn?.reject(new CancelledError(this.#task, reason));
    return turn !== undefined;
  }

  close(): void {
    for (const turn of this.#line.splice(0)) turn.reject(new PoolClosedError());
  }

  #turn(key: string): Promise<void> | undefined {
    if (this.#free === 0) return new Promise((resolve, reject) => this.#line.push({ key, resolve, reject }));
    this.#free -= 1;
    return undefined;
  }

  // A turn goes from hand to hand.
  #next(): void {
    const next = this.#line.shift();
    if (next) next.resolve();
    else this.#free += 1;
  }
}
