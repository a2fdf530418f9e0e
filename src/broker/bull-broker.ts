import type { Queue, QueueEvents, QueueEventsProducer, Worker } from "bullmq";
import type { BrokerAddress } from "./broker-url.js";
import type { Connection } from "./connection.js";
import { makePatient } from "./patient-worker.js";
import type { Broker, BrokerKind, BrokerWorkerOptions } from "./types.js";

type Processor = Parameters<Broker["worker"]>[1];

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
      await closeEach([...this.#events.values(), ...this.#producers.values(), ...this.#queues.values()]);
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
