import { channels } from "../../runtime/channels.js";
import type { GuardRecord } from "../../runtime/types.js";
import { LoopwardError, type ErrorCode } from "../findings/errors.js";
import type { CancelledError } from "../findings/run-errors.js";
import type { TaskInfo } from "../task/types.js";
import { carryOut } from "./carry-out.js";
import { cancelled, endedByApp, overdue, stalled, type Doom } from "./doom.js";
import { HostLife } from "./host-life.js";
import { HostProcess } from "./host-process.js";
import {
  eventOf,
  handlerOf,
  type FromHost,
  type HostSetup,
  type RunOrder,
  type Settlement,
} from "./protocol.js";
import { OpenStalls } from "./open-stalls.js";
import { Overdue } from "./overdue.js";
import type { SlotEvents } from "./pool-events.js";
import type { PoolSize } from "./pool-options.js";
import type { Ticket } from "./ticket.js";
import { TransientMap } from "./transient-map.js";
import { VitalSigns } from "./vital-signs.js";
import { fromWire } from "./wire-error.js";

const starts = channels["loopward:run:start"];

// An idle host needs milliseconds to end; one that does not is stuck in something the app left behind.
const IDLE_END_MS = 1_000;

// A loop that turns needs a moment to say what has settled on it; one that does not has nothing to say.
const HALT_MS = 200;

/** One host of a pool with the runs it holds: who is on board, who of them is guilty when it goes down. */
export class HostSlot {
  readonly process: HostProcess;
  readonly held = new TransientMap<Ticket>();
  readonly vitals = new VitalSigns();
  /** See `PoolHost`. */
  number = 1;
  readonly #life = new HostLife();
  #slots: number;
  readonly #events: SlotEvents;
  readonly #stalls = new OpenStalls();
  /** Why the host ends, and which run (by key, where one is) is to blame; the first reason is the true one. */
  #doom: Doom | null = null;
  readonly #overdue = new Overdue((ticket) => this.#onOverdue(ticket));
  #tasks: ReadonlyMap<string, TaskInfo> = new Map();
  /** The suspects that this host is set aside to try; null: it works with the others. */
  cohort: number | null = null;

  /** @param size of its pool */
  constructor(setup: HostSetup, size: PoolSize, events: SlotEvents) {
    this.#slots = size.slotsPerHost;
    this.#events = events;
    this.process = new HostProcess(setup, size, {
      onMessage: (_host, message) => this.#onMessage(message),
      onRecord: (_host, record) => this.#onRecord(record),
      onLost: (_host, reason) => this.#onLost(reason),
      onOutput: (_host, stream, line) => events.onOutput(this.process.pid, stream, line),
    });
    events.onHost("started", this.process.pid, "", true);
  }

  /** See `HostLife`. */
  get ready(): Promise<readonly TaskInfo[]> {
    return this.#life.ready;
  }

  /** Whether it takes runs: one whose end is decided takes none, though it is not gone yet. */
  get isReady(): boolean {
    return this.#life.stage === "ready" && this.#doom === null;
  }

  /** Whether the host ever was ready to take runs. */
  get wasReady(): boolean {
    return this.#life.wasReady;
  }

  get isStarting(): boolean {
    return this.#life.stage === "starting";
  }

  /** Whether it works, or will. */
  get isLive(): boolean {
    return this.isStarting || this.isReady;
  }

  get free(): number {
    return this.isReady ? Math.max(0, this.#slots - this.held.size) : 0;
  }

  /** The tasks that it has loaded; an adopted handler is named as its queue. */
  get taskNames(): string[] {
    return [...this.#tasks.keys()];
  }

  /** How many runs it holds at once; those on board beyond that stay. */
  set slots(slots: number) {
    this.#slots = slots;
  }

  take(ticket: Ticket): void {
    ticket.takenAt = Date.now();
    this.held.set(ticket.order.key, ticket);
    this.#overdue.watch(ticket, this.#timeLimitMs(ticket.order));
    if (starts.hasSubscribers) {
      const { redelivered } = ticket.order;
      starts.publish({ ...eventOf(ticket.order), redelivered, pid: this.process.pid });
    }
    this.process.dispatch(ticket.order);
  }

  /** Gives up a run that it holds; false: it holds no such run. One that its host cannot reject costs that host its life. */
  cancel(key: string, error: CancelledError, reason: string | null): boolean {
    const ticket = this.held.get(key);
    if (!ticket) return false;
    ticket.cancelled ??= error;
    this.process.cancel(key, reason);
    this.#overdue.forget(ticket);
    this.#overdue.watch(ticket, 0);
    return true;
  }

  /** Takes no more runs, and ends when those on board have settled. */
  retire(): void {
    if (!this.isLive) return;
    this.#life.stage = "ending";
    if (this.held.size === 0) this.process.drain();
  }

  /** Ends the host, after its runs settled or `graceMs` passed; one that holds none ends by itself. */
  async end(graceMs: number): Promise<void> {
    if (this.#life.stage === "gone") return;
    this.#life.stage = "ending";
    const idle = this.held.size === 0;
    if (idle) this.process.drain();
    let timer = setTimeout(
      () => {
        if (this.#life.stage !== "gone") this.#life.stage = "halting";
        this.process.halt();
        timer = setTimeout(() => this.process.kill(), HALT_MS);
      },
      idle ? Math.max(graceMs, IDLE_END_MS) : graceMs,
    );
    await this.#life.gone;
    clearTimeout(timer);
  }

  #onMessage(message: FromHost): void {
    switch (message.type) {
      case "ready":
        this.#tasks = new Map(message.tasks.map((task) => [task.name, task]));
        this.#life.loaded(message.tasks);
        this.#events.onHost("ready", this.process.pid, "", true);
        this.#events.onFree();
        return;
      case "load-failed": {
        const { code, message: text } = message.error;
        this.#life.loadFailed(
          code?.startsWith("LOOPWARD_")
            ? new LoopwardError(code as ErrorCode, text)
            : fromWire(message.error),
        );
        return;
      }
      case "settle":
        for (const settlement of message.settlements) this.#settle(settlement);
        this.#events.onFree();
        if (this.#life.stage === "ending" && this.held.size === 0) this.process.drain();
        return;
      case "calls":
        for (const call of message.calls)
          void carryOut(call, this.held.get(call.key)).then((answer) => this.process.answer(answer));
        return;
      case "vitals":
        this.vitals.note(message.vitals, Date.now());
        return;
      case "notice":
        this.#events.onNotice?.(message.run, message.message);
        return;
      case "progress":
        this.held.get(message.key)?.hooks.onProgress?.(message.value);
        return;
      case "log":
        this.held.get(message.key)?.hooks.onLog?.(message.message, message.fields);
        return;
      case "recycle":
        if (this.#life.stage !== "ready") return;
        this.retire();
        this.#events.onWorn();
        return;
      case "ending":
        this.#doom ??= endedByApp(message.key, message.reason);
        return;
      case "drained":
        if (this.#life.stage === "halting") this.process.kill();
        else this.#life.stage = "ending";
        return;
      default:
        message satisfies never;
    }
  }

  #settle(text: string): void {
    const settlement = JSON.parse(text) as Settlement;
    const ticket = this.held.take(settlement.key);
    if (!ticket) return;
    this.#overdue.forget(ticket);
    ticket.tookMs = settlement.tookMs;
    ticket.hooks.onSettled?.(settlement.tookMs);
    if (this.held.size === 0) this.cohort = null;
    if (settlement.status === "completed") ticket.resolve(settlement.value);
    else ticket.reject(fromWire(settlement.error));
  }

  #onRecord(record: GuardRecord): void {
    switch (record.type) {
      case "report":
        // A host that is still loading its app holds up nobody.
        if (record.report.task === null && !this.#life.wasReadyAt(Date.parse(record.report.time))) return;
        this.#stalls.note(record.report);
        this.#events.onReport(record.report);
        return;
      case "abort-due":
        // An app may take its time to load: it holds up nobody.
        if (!this.wasReady) return;
        this.#doom ??= stalled(record);
        this.process.kill();
        return;
      case "unsaid":
        for (const settlement of record.texts) this.#settle(settlement);
        return;
      default:
        record satisfies never;
    }
  }

  // A host that turns rejects the run itself; this one does not, or its only run has it to itself.
  #onOverdue({ order, cancelled: cancel }: Ticket): void {
    const { key, task } = order;
    if (this.#slots > 1 && !this.#stalls.blame(key)) return;
    this.#doom ??= cancel ? cancelled(key, task, cancel) : overdue(key, task, this.#timeLimitMs(order) ?? 0);
    this.process.kill();
  }

  #timeLimitMs(order: RunOrder): number | null {
    return this.#tasks.get(handlerOf(order))?.timeLimitMs ?? null;
  }

  #onLost(reason: string): void {
    if (this.#life.stage === "gone") return;
    const told = this.#life.stage === "ending" || this.#life.stage === "halting";
    // One that could not load its app ends by itself.
    const expected = told && this.wasReady && this.#doom === null;
    this.#life.stage = "gone";
    const reports = this.#stalls.endedByKill();
    for (const report of reports) this.#events.onReport(report);
    const doom = this.#doom;
    const culprit = doom?.key ? this.held.take(doom.key) : undefined;
    this.#overdue.stop();
    culprit?.reject(doom!.errorOf(culprit.order.task, reports));
    const orphans = this.held.values().sort((one, other) => (one.takenAt ?? 0) - (other.takenAt ?? 0));
    this.held.clear();
    const why = doom ? doom.reason : reason;
    this.#life.loadFailed(new Error(`the host ended before it was ready (${reason})`));
    this.#events.onHost("lost", this.process.pid, why, expected);
    // The culprit may have settled on its way out: known it is all the same, and nothing is held against the others.
    this.#events.onLost(this, { orphans, culprit: doom !== null && doom.key !== null, reason: why });
    this.#life.over();
  }
}
