import { channels } from "../../runtime/channels.js";
import { CancelledError, HostLostError } from "../findings/run-errors.js";
import type { TaskInfo } from "../task/types.js";
import { HostSlot } from "./host-slot.js";
import type { HostLoss } from "./pool-events.js";
import type { PoolHost, PoolOptions, PoolSize } from "./pool-options.js";
import { handlerOf, type RunOrder } from "./protocol.js";
import { Restarts } from "./restarts.js";
import { concludeFrom } from "./suspects.js";
import { PoolClosedError, Ticket, type RunHooks } from "./ticket.js";

/**
 * Hosts × slots. Takes runs, hands each to the host with the most free slots, and brings every run to exactly one
 * settlement: when a host is lost, its culprit fails and its innocents go to the next host, ahead of what waits.
 */
export class Pool {
  readonly #options: PoolOptions;
  #size: PoolSize;
  readonly #hosts = new Set<HostSlot>();
  readonly #waiting: Ticket[] = [];
  /** Runs that wait to be tried apart from others. */
  #suspects: Ticket[] = [];
  #closing = false;
  readonly #restarts = new Restarts(() => this.#spawn());
  #unrepeatable: ReadonlySet<string> = new Set();

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#size = options;
  }

  /** Runs that it executes at once. */
  get slots(): number {
    return this.#size.hosts * this.#size.slotsPerHost;
  }

  /** Runs that it has been given and that have not settled. */
  get load(): number {
    const held = this.hosts.reduce((sum, { runs }) => sum + runs.length, 0);
    return held + this.waiting.length;
  }

  /** The hosts that there are, with the runs that each holds. */
  get hosts(): PoolHost[] {
    return [...this.#hosts].map((host) => ({
      pid: host.process.pid,
      number: host.number,
      ready: host.isReady,
      runs: host.held.values(),
      free: host.free,
      condition: host.vitals.condition(Date.now()),
    }));
  }

  /** The runs that no host has taken yet. */
  get waiting(): readonly Ticket[] {
    return [...this.#waiting, ...this.#suspects];
  }

  /**
   * Starts the hosts and resolves, with the app's tasks, when all are ready.
   * @throws LoopwardError what loading the app threw (`LOOPWARD_APP_UNREADABLE`, `LOOPWARD_NO_TASKS`, …)
   */
  async start(): Promise<readonly TaskInfo[]> {
    try {
      return await this.#load();
    } catch (error) {
      await this.close({ graceMs: 0 });
      throw error;
    }
  }

  /**
   * Loads the app anew, in new hosts; those there were take no more runs then, and end when theirs have settled.
   * @throws LoopwardError what loading the app threw; the hosts that there were go on
   */
  async reload(): Promise<readonly TaskInfo[]> {
    const old = [...this.#hosts];
    const tasks = await this.#load();
    for (const host of old) host.retire();
    this.#trim();
    this.#pump();
    return tasks;
  }

  /** Changes how many hosts work and how many runs each holds. What is on board of a host too many ends there. */
  resize(size: PoolSize): void {
    this.#size = size;
    for (const host of this.#hosts) host.slots = size.slotsPerHost;
    for (let missing = this.#missing; missing > 0; missing -= 1) this.#spawn();
    this.#trim();
    this.#pump();
  }

  /** Brings a run to its end: resolves with its value, rejects with what it threw or why it was given up. */
  run(order: RunOrder, hooks: RunHooks = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#closing) {
        reject(new PoolClosedError());
        return;
      }
      this.#waiting.push(new Ticket(order, hooks, resolve, reject));
      this.#pump();
    });
  }

  /**
   * Gives up a run, by its key (`runKey`): it rejects with a `CancelledError`, at once where it waits, else when its host
   * has aborted its signal. False: the pool holds no such run.
   */
  cancel(key: string, reason: string | null): boolean {
    for (const list of [this.#waiting, this.#suspects]) {
      const index = list.findIndex((ticket) => ticket.order.key === key);
      const [ticket] = index < 0 ? [] : list.splice(index, 1);
      if (!ticket) continue;
      ticket.reject(new CancelledError(ticket.order.task, reason));
      return true;
    }
    for (const host of this.#hosts) {
      const task = host.held.get(key)?.order.task;
      if (task !== undefined) return host.cancel(key, new CancelledError(task, reason), reason);
    }
    return false;
  }

  /**
   * Ends the hosts: those that are idle at once, the others when their runs settled or `graceMs` passed.
   * Runs that could not finish, or were not begun, reject with `PoolClosedError`.
   */
  async close({ graceMs }: { readonly graceMs: number }): Promise<void> {
    this.#closing = true;
    this.#restarts.stop();
    for (const ticket of [...this.#waiting.splice(0), ...this.#suspects.splice(0)])
      ticket.reject(new PoolClosedError());
    const ends = [...this.#hosts].map((host) => host.end(graceMs));
    await Promise.all(ends);
  }

  /** Starts as many hosts as are to work, and the spares when these have loaded the app. */
  async #load(): Promise<readonly TaskInfo[]> {
    const hosts = Array.from({ length: this.#size.hosts }, () => this.#spawn());
    try {
      const [tasks = []] = await Promise.all(hosts.map((host) => host.ready));
      this.#unrepeatable = new Set(tasks.filter((task) => !task.idempotent).map((task) => task.name));
      for (let index = 0; index < this.#options.spares; index += 1) this.#spawn();
      return tasks;
    } catch (error) {
      for (const host of hosts) host.retire();
      throw error;
    }
  }

  /** How many hosts there are too few; below zero: too many. */
  get #missing(): number {
    const live = [...this.#hosts].filter((host) => host.isLive).length;
    return this.#size.hosts + this.#options.spares - live - this.#restarts.due;
  }

  /** Lets hosts too many end, those first that hold least. */
  #trim(): void {
    const live = [...this.#hosts].filter((host) => host.isLive && host.cohort === null);
    live.sort((one, other) => one.held.size - other.held.size);
    for (const host of live.slice(0, Math.max(0, -this.#missing))) host.retire();
  }

  #spawn(): HostSlot {
    const { name, setup, onReport, onHost, onOutput, onNotice } = this.#options;
    const host: HostSlot = new HostSlot(setup, this.#size, {
      onReport,
      onHost: (event, pid, detail, expected) => {
        if (event === "ready") {
          if (!this.#working.includes(host)) host.process.standBy();
          channels["loopward:host:start"].publish({ pool: name, pid, tasks: host.taskNames });
        }
        if (event === "lost")
          channels["loopward:host:lost"].publish({ pool: name, pid, reason: detail, expected });
        onHost(event, pid, detail, expected);
      },
      onOutput,
      ...(onNotice && { onNotice }),
      onFree: () => this.#pump(),
      onLost: (lost, loss) => this.#replace(lost, loss),
      // Its successor is on its way before it is gone; a spare works meanwhile.
      onWorn: () => {
        if (this.#closing) return;
        this.#spawn();
        this.#pump();
      },
    });
    const taken = new Set([...this.#hosts].map(({ number }) => number));
    while (taken.has(host.number)) host.number += 1;
    this.#hosts.add(host);
    return host;
  }

  /** At most `hosts` hosts at once; a spare joins when one of them is gone. */
  get #working(): readonly HostSlot[] {
    const ready = [...this.#hosts].filter((host) => host.isReady && host.cohort === null);
    return ready.slice(0, this.#size.hosts);
  }

  /** The one with the most free slots of those that work; null: none is free. For each run: it makes no lists. */
  get #freest(): HostSlot | null {
    let best: HostSlot | null = null;
    let working = 0;
    for (const host of this.#hosts) {
      if (!host.isReady || host.cohort !== null) continue;
      if (host.free > (best?.free ?? 0)) best = host;
      working += 1;
      if (working === this.#size.hosts) break;
    }
    return best;
  }

  // A spare works, too, when there are suspects to be tried.
  #pump(): void {
    // Thousands may wait for a pool that is full: nothing is done for each of them.
    while (this.#waiting.length > 0) {
      const host = this.#freest;
      if (!host) break;
      host.take(this.#waiting.shift()!);
    }
    if (this.#suspects.length === 0) return;
    const working = this.#working;
    const spares = [...this.#hosts].filter((host) => host.isReady && !working.includes(host));
    this.#suspects = this.#suspects.filter((ticket) => {
      const host = this.#quarantine(ticket.cohort!, spares);
      host?.take(ticket);
      return !host;
    });
  }

  // One cohort of suspects at a time, on a host that holds no other run.
  #quarantine(cohort: number, spares: readonly HostSlot[]): HostSlot | null {
    const trial = spares.find((host) => host.cohort !== null);
    if (trial && trial.cohort !== cohort && trial.held.size > 0) return null;
    const host = trial ?? spares.find((spare) => spare.held.size === 0);
    if (host) {
      host.cohort = cohort;
      return host.free > 0 ? host : null;
    }
    if (![...this.#hosts].some((candidate) => candidate.isStarting)) this.#spawn();
    return null;
  }

  #replace(lost: HostSlot, { orphans, culprit, reason }: HostLoss): void {
    this.#hosts.delete(lost);
    const guilty = culprit || this.#closing ? null : concludeFrom(orphans);
    guilty?.reject(
      new HostLostError(guilty.order.task, `${reason}, for the third time with this run on board, now alone`),
    );
    const innocents = orphans.filter((ticket) => ticket !== guilty && this.#mayGoOn(ticket, reason));
    for (const ticket of innocents) {
      if (this.#closing) ticket.reject(new PoolClosedError());
      else {
        const { order, hooks } = ticket;
        ticket.order = { ...(hooks.renew?.(order) ?? order), redelivered: true };
        if (ticket.cohort !== null) this.#suspects.push(ticket);
      }
    }
    if (this.#closing) return;
    // Ahead of what never ran: they have waited longest, and their callers are waiting for them.
    this.#waiting.unshift(...innocents.filter((ticket) => ticket.cohort === null));
    if (this.#missing > 0) this.#restarts.replace(lost.wasReady);
    if (innocents.length > 0)
      this.#options.onRedelivered(
        innocents.map((ticket) => ticket.order),
        reason,
      );
    this.#pump();
  }

  #mayGoOn(ticket: Ticket, reason: string): boolean {
    if (ticket.cancelled) {
      ticket.reject(ticket.cancelled);
      return false;
    }
    const { task } = ticket.order;
    if (ticket.hooks.isAway?.()) {
      ticket.reject(new HostLostError(task, `${reason}, after it gave its job back`));
      return false;
    }
    if (!this.#unrepeatable.has(handlerOf(ticket.order))) return true;
    ticket.reject(new HostLostError(task, `${reason}; it is not idempotent, so it is not run again`));
    return false;
  }
}
