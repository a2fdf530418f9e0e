import { channel } from "node:diagnostics_channel";
import type { RunOutcome } from "../src/findings/run-outcome.js";
import type { Report } from "../src/findings/report.js";

/** The run that an event is about; the fields are those of logs. */
export interface RunOfEvent {
  /** As reports name it: of an adopted handler, the job's name. */
  readonly task: string;
  readonly runId: string;
  readonly queue: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** The task whose function executes it; of an adopted handler, its queue: there are few of them, and job names without end. */
  readonly handler: string;
}

/** A host took the run; in a host, or with the guard alone: its function is called. */
export interface RunStartEvent extends RunOfEvent {
  /** An earlier host was lost while it held the run. */
  readonly redelivered: boolean;
  /** Process id of the host. */
  readonly pid: number;
}

/** The run came to its end here. One that was cancelled or given back while it waited for a slot never started. */
export interface RunSettleEvent extends RunOfEvent {
  readonly outcome: RunOutcome;
  /** How long the task's function took, in ms; null where that is not known, as after the loss of its host. */
  readonly tookMs: number | null;
  /** What it failed with; null: it completed. */
  readonly error: unknown;
}

/** A report: of a stall while it lasts (`report.ongoing`), and again, under the same id, when it is over. */
export interface StallEvent {
  readonly report: Report;
  /** As of runs; null where the report blames no one. */
  readonly handler: string | null;
}

/** A host has loaded the app, and takes runs. */
export interface HostStartEvent {
  readonly pool: string;
  readonly pid: number;
  /** The names of the tasks that it has. */
  readonly tasks: readonly string[];
}

export interface HostLostEvent {
  readonly pool: string;
  readonly pid: number;
  /** What is known of its end, in words. */
  readonly reason: string;
  /** It had been told to end: no loss. */
  readonly expected: boolean;
}

/** A task's placement changed, or what the evidence suggests for it. */
export interface PlacementEvent {
  readonly task: string;
  readonly pool: string;
  /** Where the evidence would have it; null: nothing is suggested. */
  readonly suggested: string | null;
}

/** A channel of `node:diagnostics_channel` with messages of one kind. */
export interface TypedChannel<Message> {
  /** Whether anybody listens: a message that nobody gets need not be made. */
  readonly hasSubscribers: boolean;
  publish(message: Message): void;
  subscribe(listener: (message: Message) => void): void;
  unsubscribe(listener: (message: Message) => void): boolean;
}

/**
 * What is told on `node:diagnostics_channel`, by its name: in the supervisor, in each host of what happens there, and where
 * the guard works in a process of the caller's own.
 */
export const channels = {
  "loopward:run:start": named<RunStartEvent>("loopward:run:start"),
  "loopward:run:settle": named<RunSettleEvent>("loopward:run:settle"),
  "loopward:stall": named<StallEvent>("loopward:stall"),
  "loopward:host:start": named<HostStartEvent>("loopward:host:start"),
  "loopward:host:lost": named<HostLostEvent>("loopward:host:lost"),
  "loopward:placement": named<PlacementEvent>("loopward:placement"),
} as const;

function named<Message>(name: string): TypedChannel<Message> {
  return channel(name) as unknown as TypedChannel<Message>;
}
