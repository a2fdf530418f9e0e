import type { ReportTask } from "../src/findings/report.js";
import { NAMES, NAMES_BYTES, type SharedState } from "./shared-state.js";
import { fits, writeText } from "./shared-text.js";

const LENGTH_BYTES = 2;
const SEPARATOR = "\u0000";

type Names = Pick<ReportTask, "name" | "queue">;

/**
 * Keeps the names of tasks and their queues in shared memory, each pair once: runs of few tasks come by the thousand, and to
 * write both names for each of them would be most of what the guard costs. Nothing is ever taken out.
 */
export class TaskNames {
  readonly #area: Buffer;
  readonly #places = new Map<string, Map<string, number>>();
  #count = 0;
  #last: Names & { readonly place: number } = { name: "", queue: "", place: 0 };

  constructor(state: SharedState) {
    this.#area = state.names;
  }

  /** Where the names lie, from 1 on; 0 when there is no room for them. */
  placeOf({ name, queue }: Names): number {
    const last = this.#last;
    if (last.name === name && last.queue === queue && last.place !== 0) return last.place;
    const place = this.#places.get(queue)?.get(name) ?? this.#add(name, queue);
    this.#last = { name, queue, place };
    return place;
  }

  #add(name: string, queue: string): number {
    const text = `${name}${SEPARATOR}${queue}`;
    if (this.#count === NAMES || !fits(text, NAMES_BYTES - LENGTH_BYTES)) return 0;
    const at = this.#count * NAMES_BYTES;
    this.#area.writeUInt16LE(writeText(this.#area, at + LENGTH_BYTES, text), at);
    this.#count += 1;
    const ofQueue = this.#places.get(queue) ?? new Map<string, number>();
    this.#places.set(queue, ofQueue.set(name, this.#count));
    return this.#count;
  }
}

/** The names at a place that is not 0, read by the watchdog. */
export function readNames(state: SharedState, place: number): Names | null {
  const at = (place - 1) * NAMES_BYTES;
  const length = state.names.readUInt16LE(at);
  const [name, queue] = state.names
    .toString("utf8", at + LENGTH_BYTES, at + LENGTH_BYTES + length)
    .split(SEPARATOR);
  return name === undefined || queue === undefined ? null : { name, queue };
}
