import { collectDefaultMetrics, Registry } from "prom-client";
import type { Life } from "../readiness.js";
import { EventMetrics } from "./event-metrics.js";
import { StateMetrics } from "./state-metrics.js";

/** The metrics of the one worker in this process, in a registry of their own. */
export class WorkerMetrics {
  readonly #registry = new Registry();
  readonly #events: EventMetrics;
  readonly #state: StateMetrics;
  #looking: Promise<unknown> = Promise.resolve();

  /** Counts from now on; to be made before the worker starts, whose tasks it learns from the hosts. */
  constructor() {
    this.#events = new EventMetrics(this.#registry);
    this.#state = new StateMetrics(this.#registry);
    // Of the supervisor: its processor time, memory and loop.
    collectDefaultMetrics({ register: this.#registry });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All of them in Prometheus' text format. */
  text(life: Life): Promise<string> {
    // One scrape after the other: gauges are emptied and filled.
    const text = this.#looking.then(async () => {
      await this.#state.look(life);
      return this.#registry.metrics();
    });
    this.#looking = text.catch(() => undefined);
    return text;
  }

  stop(): void {
    this.#events.stop();
    this.#registry.clear();
  }
}
