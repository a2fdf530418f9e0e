import { Gauge, type Registry } from "prom-client";
import type { PoolStats } from "../../worker/inspect.js";
import { readinessOf, type Life, type Observed } from "../readiness.js";
import { QueueDepths } from "./queue-depths.js";

const MS = 1_000;

/** What is looked at when somebody asks: the pools' own state, the hosts, the broker's queues. */
export class StateMetrics {
  readonly #ready;
  readonly #broker;
  readonly #poolSlots;
  readonly #waiting;
  readonly #hosts;
  readonly #hostSlots;
  readonly #delay;
  readonly #memory;
  readonly #jobs;
  readonly #depths = new QueueDepths();

  constructor(registry: Registry) {
    const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
      new Gauge({ name, help, labelNames, registers: [registry] });
    this.#ready = gauge("loopward_ready", "1: the worker takes jobs, as /ready says.");
    this.#broker = gauge("loopward_broker_up", "1: the broker answers.");
    this.#poolSlots = gauge(
      "loopward_pool_slots",
      "Slots of each pool that runs have taken, and that are free.",
      ...(["pool", "state"] as const),
    );
    this.#waiting = gauge(
      "loopward_pool_waiting_runs",
      "Runs that wait for a slot of the pool.",
      ...(["pool"] as const),
    );
    this.#hosts = gauge(
      "loopward_hosts",
      "Hosts of each pool that take runs, and that start or end. Spares are among them.",
      ...(["pool", "state"] as const),
    );
    this.#hostSlots = gauge(
      "loopward_host_slots",
      "The same for each host; those of a spare are free.",
      ...(["pool", "host", "state"] as const),
    );
    this.#delay = gauge(
      "loopward_host_loop_delay_seconds",
      "By how much the turns of a host's loop were late in the last 15 s: on average, and at most.",
      ...(["pool", "host", "stat"] as const),
    );
    this.#memory = gauge(
      "loopward_host_resident_memory_bytes",
      "Resident memory of each host.",
      ...(["pool", "host"] as const),
    );
    this.#jobs = gauge(
      "loopward_queue_jobs",
      "Jobs that the broker keeps, by queue and state. All workers of a queue say the same.",
      ...(["queue", "state"] as const),
    );
  }

  /** Sets all gauges. */
  async look(life: Life): Promise<void> {
    this.#ready.set((await readinessOf(life)).ready ? 1 : 0);
    for (const gauge of [this.#poolSlots, this.#waiting, this.#hosts, this.#hostSlots]) gauge.reset();
    for (const gauge of [this.#delay, this.#memory, this.#jobs]) gauge.reset();
    if (!life.worker) return;
    await this.#lookAtBroker(life.worker);
    for (const pool of life.worker.pools()) this.#lookAtPool(pool);
  }

  async #lookAtBroker(worker: Observed): Promise<void> {
    const [answers, counts] = await Promise.all([worker.brokerAnswers(), this.#depths.of(worker)]);
    this.#broker.set(answers ? 1 : 0);
    // What a broker said before it went away is no depth of now.
    if (!answers || !counts) return;
    for (const [queue, states] of counts)
      for (const [state, count] of Object.entries<number>({ ...states }))
        this.#jobs.set({ queue, state }, count);
  }

  #lookAtPool({ name: pool, slots, waiting, hosts }: PoolStats): void {
    const used = hosts.reduce((sum, { runs }) => sum + runs, 0);
    this.#poolSlots.set({ pool, state: "used" }, used);
    this.#poolSlots.set({ pool, state: "free" }, Math.max(0, slots - used));
    this.#waiting.set({ pool }, waiting);
    const ready = hosts.filter((host) => host.ready).length;
    this.#hosts.set({ pool, state: "ready" }, ready);
    this.#hosts.set({ pool, state: "not-ready" }, hosts.length - ready);
    for (const { number, runs, free, condition } of hosts) {
      const host = String(number);
      this.#hostSlots.set({ pool, host, state: "used" }, runs);
      this.#hostSlots.set({ pool, host, state: "free" }, free);
      if (!condition) continue;
      this.#delay.set({ pool, host, stat: "mean" }, condition.meanDelayMs / MS);
      this.#delay.set({ pool, host, stat: "max" }, condition.maxDelayMs / MS);
      this.#memory.set({ pool, host }, condition.rssBytes);
    }
  }
}
