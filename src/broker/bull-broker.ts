import type {
  ConnectionOptions,
  FlowProducer,
  JobType,
  Queue,
  QueueEvents,
  QueueEventsProducer,
  Telemetry,
  Worker,
} from "bullmq";
import type { BrokerAddress } from "./broker-url.js";
import type { Connection } from "./connection.js";
import { makePatient } from "./patient-worker.js";
import { QueueNotes } from "./queue-notes.js";
import type { RecordLimits, RecordLog } from "./record-log.js";
import type { Broker, BrokerKind, BrokerWorkerOptions, Job, Notes, QueueCounts } from "./types.js";

type Processor = Parameters<Broker["worker"]>[1];

/**
 * Named one by one: what BullMQ counts unasked leaves out the jobs of a paused queue, which PostgreSQL's backend, alone,
 * counts as `paused`.
 */
const COUNTED = [
  "waiting",
  "paused",
  "prioritized",
  "active",
  "delayed",
  "waiting-children",
  "completed",
  "failed",
] as JobType[];

/** A broker made of BullMQ's classes over one connection. Keeps all it hands out, to close it. */
export class BullBroker implements Broker {
  readonly kind: BrokerKind;
  readonly label: string;
  isAbandoned = false;
  readonly server: string;
  readonly #connection: Connection;
  /** What each of BullMQ's objects is told. */
  readonly #common: {
    readonly connection: ConnectionOptions;
    readonly prefix?: string;
    readonly telemetry?: Telemetry;
  };
  readonly #onError: (error: Error) => void;
  readonly #queues = new Map<string, Queue>();
  readonly #events = new Map<string, QueueEvents>();
  readonly #producers = new Map<string, QueueEventsProducer>();
  readonly #notes = new Map<string, Notes>();
  readonly #workers = new Set<Worker>();
  readonly #flows = new Map<string, FlowProducer>();
  #closing: Promise<void> | null = null;

  constructor(
    address: BrokerAddress,
    connection: Connection,
    onError: (error: Error) => void,
    telemetry?: Telemetry,
  ) {
    this.kind = address.kind;
    this.label = address.label;
    this.server = connection.server;
    this.#connection = connection;
    const { options, prefix } = connection;
    this.#common = {
      connection: options,
      ...(prefix !== undefined && { prefix }),
      ...(telemetry && { telemetry }),
    };
    this.#onError = (error) => {
      // A connection that is being closed reports that it closes.
      if (!this.#closing) onError(error);
    };
  }

  queue(name: string): Queue {
    return this.#once(this.#queues, name, () => {
      // The backend's type is hidden: whoever asks for it would depend on one broker.
      return new this.#connection.classes.Queue(name, this.#common) as unknown as Queue;
    });
  }

  worker(queue: string, processor: Processor, options: BrokerWorkerOptions): Worker {
    this.#connection.addStream();
    const { Worker: BullWorker } = this.#connection.classes;
    const worker = new BullWorker(queue, processor, { ...options, ...this.#common }) as unknown as Worker;
    makePatient(worker, () => this.isAbandoned);
    worker.on("error", this.#onError);
    worker.once("closed", () => this.#workers.delete(worker));
    this.#workers.add(worker);
    return worker;
  }

  events(queue: string): QueueEvents {
    return this.#once(this.#events, queue, () => {
      this.#connection.addStream();
      return new this.#connection.classes.QueueEvents(queue, this.#common) as unknown as QueueEvents;
    });
  }

  eventsProducer(queue: string): QueueEventsProducer {
    return this.#once(this.#producers, queue, () => {
      const { QueueEventsProducer: Producer } = this.#connection.classes;
      return new Producer(queue, this.#common) as unknown as QueueEventsProducer;
    });
  }

  async counts(queue: string): Promise<QueueCounts> {
    const by = await this.queue(queue).getJobCounts(...COUNTED);
    return {
      waiting: (by.waiting ?? 0) + (by.paused ?? 0) + (by.prioritized ?? 0),
      active: by.active ?? 0,
      delayed: by.delayed ?? 0,
      waitingChildren: by["waiting-children"] ?? 0,
      completed: by.completed ?? 0,
      failed: by.failed ?? 0,
    };
  }

  traceOf({ opts }: Job): string | undefined {
    const spans = this.#common.telemetry?.contextManager;
    return spans ? spans.getMetadata(spans.active()) : opts.telemetry?.metadata;
  }

  notes(name: string): Notes {
    const known = this.#notes.get(name) ?? new QueueNotes(this.queue(name).backend);
    this.#notes.set(name, known);
    return known;
  }

  records(name: string, limits: RecordLimits): RecordLog {
    return this.#connection.records(name, limits);
  }

  flows(): FlowProducer {
    return this.#once(this.#flows, "", () => {
      return new this.#connection.classes.FlowProducer(this.#common) as unknown as FlowProducer;
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async abandon(): Promise<void> {
    this.isAbandoned = true;
    this.#closing ??= Promise.resolve();
    await this.#connection.close().catch(() => undefined);
  }

  async #closeAll(): Promise<void> {
    try {
      // Workers first: their runs in flight still settle through the connection.
      await closeEach(this.#workers);
      await closeEach(
        [this.#events, this.#producers, this.#flows, this.#queues].flatMap((kept) => [...kept.values()]),
      );
    } finally {
      await this.#connection.close();
    }
  }

  #once<T extends Listening>(kept: Map<string, T>, name: string, make: () => T): T {
    const existing = kept.get(name);
    if (existing) return existing;
    const made = make();
    made.on("error", this.#onError);
    kept.set(name, made);
    return made;
  }
}

interface Listening {
  on(event: "error", listener: (error: Error) => void): unknown;
}

async function closeEach(closables: Iterable<{ close(): Promise<void> }>): Promise<void> {
  await Promise.all(Array.from(closables, (closable) => closable.close()));
}
