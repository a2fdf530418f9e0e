import type { EnqueuedChain, FlowNode } from "./flows/types.js";
import type { Schedule, ScheduleInfo } from "./schedule.js";
import type { EnqueuedRun, EnqueueOptions, JobMaker, ScheduleOptions } from "./types.js";

/** One run to enqueue. */
export interface EnqueueRequest {
  readonly task: JobMaker;
  readonly input: unknown;
  readonly options: EnqueueOptions;
}

/** What tasks need of a broker; the library's front door binds one that is opened by need. */
export interface Enqueuer {
  enqueue(requests: readonly EnqueueRequest[]): Promise<EnqueuedRun<unknown>[]>;
  /** @returns the last run of each tree, with those before it */
  enqueueFlows(flows: readonly FlowNode[]): Promise<EnqueuedChain<unknown>[]>;
  schedule(task: JobMaker, schedule: ScheduleInfo, options: ScheduleOptions): Promise<Schedule>;
  unschedule(task: JobMaker, name: string): Promise<boolean>;
  schedules(task: JobMaker): Promise<Schedule[]>;
}

type LoadEnqueuer = () => Promise<Enqueuer>;

// Tasks know no broker (it lies in a higher layer), so the one that does is handed down.
let bound: LoadEnqueuer | null = null;

export function bindEnqueuer(load: LoadEnqueuer): void {
  bound = load;
}

export function boundEnqueuer(): Promise<Enqueuer> {
  if (!bound) throw new Error('Import defineTask from "loopward": it binds the broker that enqueue() needs.');
  return bound();
}
