import type { ReportTask } from "../src/findings/report.js";
import { SLOT_BYTES, SLOTS, type SharedState } from "./shared-state.js";
import { fits, writeText } from "./shared-text.js";
import { readNames, TaskNames } from "./task-names.js";

/** A slot's text comes after its length, the place of the run's names, and its attempt. */
const TEXT_AT = 12;
const NAMES_AT = 2;
const ATTEMPT_AT = 4;
const SEPARATOR = "\u0000";

/** Slots that are taken in turn at first. Memory that is touched for the first time is dear: a slot's share is several slots' work. */
const FIRST_RING = 1_024;

/**
 * Hands out the slots in which runs leave their identity for the watchdog: a thread that stands still in a native
 * call cannot be asked who it is. Slots are taken round robin, so that one just freed is not mistaken for its next owner: in a ring
 * that is made wider as soon as half of it is taken.
 */
export class RunSlots {
  readonly #slots: Buffer;
  readonly #names: TaskNames;
  readonly #taken = new Uint8Array(SLOTS);
  #ring = FIRST_RING;
  #last = 0;
  #count = 0;

  constructor(state: SharedState) {
    this.#slots = state.slots;
    this.#names = new TaskNames(state);
  }

  /** The slot that now names `task`; 0 when none is free or its names are too long. */
  take(task: ReportTask): number {
    if (this.#count === SLOTS - 1) return 0;
    if (this.#count * 2 >= this.#ring) this.#ring = Math.min(SLOTS, this.#ring * 2);
    let slot = this.#last;
    do slot = slot + 1 === this.#ring ? 1 : slot + 1;
    while (this.#taken[slot] === 1);
    if (!this.#write(slot, task)) return 0;
    this.#last = slot;
    this.#taken[slot] = 1;
    this.#count += 1;
    return slot;
  }

  release(slot: number): void {
    if (slot === 0) return;
    this.#taken[slot] = 0;
    this.#count -= 1;
  }

  #write(slot: number, task: ReportTask): boolean {
    const { runId, attempt } = task;
    const names = this.#names.placeOf(task);
    const text = names === 0 ? `${runId}${SEPARATOR}${task.name}${SEPARATOR}${task.queue}` : runId;
    if (!fits(text, SLOT_BYTES - TEXT_AT)) return false;
    const at = slot * SLOT_BYTES;
    this.#slots.writeUInt16LE(writeText(this.#slots, at + TEXT_AT, text), at);
    this.#slots.writeUInt16LE(names, at + NAMES_AT);
    // As a double: whatever number a program counts its attempts by, the guard must not throw.
    this.#slots.writeDoubleLE(attempt, at + ATTEMPT_AT);
    return true;
  }
}

/** The run that a slot names, read by the watchdog. */
export function readSlot(state: SharedState, slot: number): ReportTask | null {
  if (slot <= 0 || slot >= SLOTS) return null;
  const at = slot * SLOT_BYTES;
  const length = state.slots.readUInt16LE(at);
  const place = state.slots.readUInt16LE(at + NAMES_AT);
  const attempt = state.slots.readDoubleLE(at + ATTEMPT_AT);
  const text = state.slots.toString("utf8", at + TEXT_AT, at + TEXT_AT + length);
  if (place !== 0) {
    const names = readNames(state, place);
    return names && { name: names.name, runId: text, queue: names.queue, attempt };
  }
  const [runId, name, queue] = text.split(SEPARATOR);
  if (runId === undefined || name === undefined || queue === undefined) return null;
  return { name, runId, queue, attempt };
}
