import type { ReportTask } from "../src/findings/report.js";
import { SLOT_BYTES, SLOTS, type SharedState } from "./shared-state.js";

const LENGTH_BYTES = 2;
const SEPARATOR = "\u0000";

/**
 * Hands out the slots in which runs leave their identity for the watchdog: a thread that stands still in a native
 * call cannot be asked who it is. Slots are taken round robin, so that one just freed is not mistaken for its next owner.
 */
export class RunSlots {
  readonly #slots: Buffer;
  readonly #taken = new Uint8Array(SLOTS);
  #last = 0;
  #free = SLOTS - 1;

  constructor(state: SharedState) {
    this.#slots = state.slots;
  }

  /** The slot that now names `task`; 0 when none is free or its names are too long. */
  take(task: ReportTask): number {
    if (this.#free === 0) return 0;
    let slot = this.#last;
    do slot = slot + 1 === SLOTS ? 1 : slot + 1;
    while (this.#taken[slot] === 1);
    if (!this.#write(slot, task)) return 0;
    this.#last = slot;
    this.#taken[slot] = 1;
    this.#free -= 1;
    return slot;
  }

  release(slot: number): void {
    if (slot === 0) return;
    this.#taken[slot] = 0;
    this.#free += 1;
  }

  #write(slot: number, task: ReportTask): boolean {
    const text = `${task.runId}${SEPARATOR}${task.name}${SEPARATOR}${task.queue}${SEPARATOR}${task.attempt}`;
    // UTF-8 takes at most three bytes for a UTF-16 unit.
    if (text.length * 3 > SLOT_BYTES - LENGTH_BYTES) return false;
    const at = slot * SLOT_BYTES;
    const length = this.#slots.write(text, at + LENGTH_BYTES, "utf8");
    this.#slots.writeUInt16LE(length, at);
    return true;
  }
}

/** The run that a slot names, read by the watchdog. */
export function readSlot(state: SharedState, slot: number): ReportTask | null {
  if (slot <= 0 || slot >= SLOTS) return null;
  const at = slot * SLOT_BYTES;
  const length = state.slots.readUInt16LE(at);
  const text = state.slots.toString("utf8", at + LENGTH_BYTES, at + LENGTH_BYTES + length);
  const [runId, name, queue, attempt] = text.split(SEPARATOR);
  if (runId === undefined || name === undefined || queue === undefined || attempt === undefined) return null;
  return { name, runId, queue, attempt: Number(attempt) };
}
