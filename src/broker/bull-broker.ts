import type { FlowProducer, JobType, Queue, QueueEvents, QueueEventsProducer, Worker } from "bullmq";
import type { BrokerAddress } from "./broker-url.js";
import type { Connection } from "./connection.js";
import { makePatient } from "./patient-worker.js";
import type { Broker, BrokerKind, BrokerWorkerOptions, QueueCounts } from "./types.js";

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
  readonly #connection: Connection;
  readonly #onError: (error: Error) => void;
  readonly #queues = new Map<string, Queue>();
  readonly #events = new Map<string, QueueEvents>();
  readonly #producers = new Map<string, QueueEventsProducer>();
  readonly #workers = new Set<Worker>();
  readonly #flows = new Map<string, FlowProducer>();
  #closing: Promise<void> | null = null;

  constructor(address: BrokerAddress, connection: Connection, onError: (error: Error) => void) {
    this.kind = address.kind;
    this.label = address.label;
    this.#connection = connection;
    this.#onError = (error) => {
      // A connection that is being closed reports that it closes.
      if (!this.#closing) onError(error);
    };
  }

  queue(name: string): Queue {
    return this.#once(this.#queues, name, () => {
      const { classes, options } = this.#connection;
      // The backend's type is hidden: whoever asks for it would depend on one broker.
      return new classes.Queue(name, { connection: options }) as unknown as Queue;
    });
  }

  worker(queue: string, processor: Processor, options: BrokerWorkerOptions): Worker {
    this.#connection.addStream();
    const { classes, options: connection } = this.#connection;
    const worker = new classes.Worker(queue, processor, { ...options, connection }) as unknown as Worker;
    makePatient(worker, () => this.isAbandoned);
    worker.on("error", this.#onError);
    worker.once("closed", () => this.#workers.delete(worker));
    this.#workers.add(worker);
    return worker;
  }

  events(queue: string): QueueEvents {
    return this.#once(this.#events, queue, () => {
      this.#connection.addStream();
      const { classes, options } = this.#connection;
      return new classes.QueueEvents(queue, { connection: options }) as unknown as QueueEvents;
    });
  }

  eventsProducer(queue: string): QueueEventsProducer {
    return this.#once(this.#producers, queue, () => {
      const { classes, options } = this.#connection;
      return new classes.QueueEventsProducer(queue, {
        connection: options,
      }) as unknown as QueueEventsProducer;
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

  flows(): FlowProducer {
    return this.#once(this.#flows, "", () => {
      const { classes, options } = this.#connection;
      return new classes.FlowProducer({ connection: options }) as unknown as FlowProducer;
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
