import { Counter, Histogram, type Registry } from "prom-client";
import {
  channels,
  type HostLostEvent,
  type HostStartEvent,
  type PlacementEvent,
  type RunSettleEvent,
  type RunStartEvent,
  type StallEvent,
} from "../../../runtime/channels.js";
import { TaskLabels } from "./task-labels.js";

/** From a task that does next to nothing to one of half an hour, in seconds. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

/** Of a stall that no task is blamed for. */
const NO_ONE = "";

/** What is counted as it happens: runs, stalls, losses, placement. */
export class EventMetrics {
  readonly #labels = new TaskLabels();
  readonly #started;
  readonly #settled;
  readonly #redelivered;
  readonly #duration;
  readonly #stalls;
  readonly #stolen;
  readonly #losses;
  readonly #moves;

  /** Counts from now on, until `stop`. */
  constructor(registry: Registry) {
    const registers = [registry];
    this.#started = new Counter({
      name: "loopward_runs_started_total",
      help: "Runs that a host took for the first time, by task.",
      labelNames: ["task"] as const,
      registers,
    });
    this.#settled = new Counter({
      name: "loopward_runs_settled_total",
      help: "Runs that came to their end, by task and outcome.",
      labelNames: ["task", "outcome"] as const,
      registers,
    });
    this.#redelivered = new Counter({
      name: "loopward_redeliveries_total",
      help: "Runs that were handed to another host because theirs was lost, by task.",
      labelNames: ["task"] as const,
      registers,
    });
    this.#duration = new Histogram({
      name: "loopward_run_duration_seconds",
      help: "How long the functions of tasks took, by task.",
      labelNames: ["task"] as const,
      buckets: DURATION_BUCKETS,
      registers,
    });
    this.#stalls = new Counter({
      name: "loopward_stalls_total",
      help: "Stalls of hosts' loops, by cause, and by task where one is to blame.",
      labelNames: ["task", "cause"] as const,
      registers,
    });
    this.#stolen = new Counter({
      name: "loopward_stolen_seconds_total",
      help: "For how long tasks held loops in stalls that they are blamed for.",
      labelNames: ["task"] as const,
      registers,
    });
    this.#losses = new Counter({
      name: "loopward_host_losses_total",
      help: "Hosts that ended without having been told to, by pool.",
      labelNames: ["pool"] as const,
      registers,
    });
    this.#moves = new Counter({
      name: "loopward_placement_moves_total",
      help: "Tasks that were moved to another pool because they block, by task.",
      labelNames: ["task", "pool"] as const,
      registers,
    });
    channels["loopward:run:start"].subscribe(this.#onStart);
    channels["loopward:run:settle"].subscribe(this.#onSettle);
    channels["loopward:stall"].subscribe(this.#onStall);
    channels["loopward:host:start"].subscribe(this.#onHost);
    channels["loopward:host:lost"].subscribe(this.#onLost);
    channels["loopward:placement"].subscribe(this.#onPlacement);
  }

  stop(): void {
    channels["loopward:run:start"].unsubscribe(this.#onStart);
    channels["loopward:run:settle"].unsubscribe(this.#onSettle);
    channels["loopward:stall"].unsubscribe(this.#onStall);
    channels["loopward:host:start"].unsubscribe(this.#onHost);
    channels["loopward:host:lost"].unsubscribe(this.#onLost);
    channels["loopward:placement"].unsubscribe(this.#onPlacement);
  }

  readonly #onStart = ({ handler, redelivered }: RunStartEvent): void => {
    (redelivered ? this.#redelivered : this.#started).inc({ task: this.#labels.of(handler) });
  };

  readonly #onSettle = ({ handler, outcome, tookMs }: RunSettleEvent): void => {
    const task = this.#labels.of(handler);
    this.#settled.inc({ task, outcome });
    if (tookMs !== null) this.#duration.observe({ task }, tookMs / 1_000);
  };

  readonly #onStall = ({ report, handler }: StallEvent): void => {
    if (report.ongoing || report.kind !== "stall") return;
    const { cause, folded, durationMs } = report;
    const task = handler === null ? NO_ONE : this.#labels.of(handler);
    this.#stalls.inc({ task, cause }, folded?.count ?? 1);
    if (task !== NO_ONE) this.#stolen.inc({ task }, (folded?.totalMs ?? durationMs) / 1_000);
  };

  readonly #onHost = ({ tasks }: HostStartEvent): void => this.#labels.add(tasks);

  readonly #onLost = ({ pool, expected }: HostLostEvent): void => {
    if (!expected) this.#losses.inc({ pool });
  };

  readonly #onPlacement = ({ task, pool, suggested }: PlacementEvent): void => {
    if (suggested === null) this.#moves.inc({ task: this.#labels.of(task), pool });
  };
}
