import type {
  FlowProducer,
  Job,
  JobsOptions,
  Queue,
  QueueEvents,
  QueueEventsProducer,
  Worker,
  WorkerOptions,
} from "bullmq";

import type { RecordLimits, RecordLog } from "./record-log.js";

export type BrokerKind = "embedded" | "redis" | "postgres";

/** How many jobs a queue holds, by state. */
export interface QueueCounts {
  /** Ready to be taken, whatever their priority; those of a paused queue, too. */
  readonly waiting: number;
  readonly active: number;
  /** Not due yet: delayed, backing off after a failure, or the next one of a schedule. */
  readonly delayed: number;
  /** Parents of a flow whose children have not all settled. */
  readonly waitingChildren: number;
  /** Kept after they completed. */
  readonly completed: number;
  /** Kept after they failed for good. */
  readonly failed: number;
}

export interface NotesRead {
  readonly version: string | null;
  readonly texts: ReadonlyMap<string, string>;
}

/** A few small texts by their keys, which all users of a broker see. */
export interface Notes {
  /** Other than it was: something was written since. Costs next to nothing, whatever there is. */
  version(): Promise<string | null>;
  read(): Promise<NotesRead>;
  /** Writes all of them in one step, and leaves the others as they are. */
  write(texts: ReadonlyMap<string, string>): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
}

/**
 * Where jobs are kept, whatever the URL says. Everything above deals in BullMQ's own classes,
 * bound to the right backend and connection; the broker closes all it handed out.
 */
export interface Broker {
  readonly kind: BrokerKind;
  /** As the user gave it, without password: for messages. */
  readonly label: string;
  /** Name and version of what answers: "Redis 7.0.15", "PostgreSQL 18.1". */
  readonly server: string;
  /** One per name; the same object again for the same name. */
  queue(name: string): Queue;
  worker(
    queue: string,
    processor: (job: Job, token?: string, signal?: AbortSignal) => Promise<unknown>,
    options: BrokerWorkerOptions,
  ): Worker;
  /** One per queue; the same object again for the same queue. */
  events(queue: string): QueueEvents;
  /** One per queue; the same object again for the same queue. */
  eventsProducer(queue: string): QueueEventsProducer;
  /**
   * Counts the jobs of a queue; all zero for a queue that nobody used. Redis knows the figures; PostgreSQL counts the queue's
   * rows, so ask every few seconds and not at every job.
   */
  counts(queue: string): Promise<QueueCounts>;
  /**
   * What the spans of a job's run continue, as JSON for OpenTelemetry's propagation: BullMQ's own span of it, in whose
   * processor the caller is, or what the job was enqueued with. Undefined: its producer is not traced.
   */
  traceOf(job: Job): string | undefined;
  /** What all users of this broker know under a name; the same object again for the same name. */
  notes(name: string): Notes;
  /** Records beside the jobs, under a name of their own; what they may hold counts for whoever writes. */
  records(name: string, limits: RecordLimits): RecordLog;
  /** Adds jobs with their children in one step; the same object every time. */
  flows(): FlowProducer;
  /**
   * Closes every queue, worker and event stream, then the connections; a worker's runs in flight are waited for.
   * The embedded server stops with its last user.
   */
  close(): Promise<void>;
  /** Closes the connections alone, and waits for nothing: the broker is away, and what is in flight stays as it knows it. */
  abandon(): Promise<void>;
  readonly isAbandoned: boolean;
}

/** BullMQ's worker options less what the broker sets itself. */
export type BrokerWorkerOptions = Omit<WorkerOptions, "connection" | "prefix">;

export type { Job, JobsOptions };

export interface OpenBrokerOptions {
  /** Base of a relative `embedded:` folder: the directory of the project. */
  readonly cwd: string;
  /** Told what takes time or was decided for the user ("data kept in /var/lib/loopward/… because …"). */
  readonly onNotice?: (message: string) => void;
  /** Told of connection errors after opening; BullMQ reconnects by itself. */
  readonly onError?: (error: Error) => void;
}

/**
 * `openBroker(url, options)`: throws LOOPWARD_BROKER_URL, _UNREACHABLE, _DENIED, _DATABASE, _TLS, _SCHEMA, _BUSY, _VERSION,
 * LOOPWARD_DRIVER_MISSING, LOOPWARD_STATE_DIR, LOOPWARD_EMBEDDED_*.
 */
export type OpenBroker = (url: string, options: OpenBrokerOptions) => Promise<Broker>;
