import { WORD, type SharedState } from "./shared-state.js";
import { fits, writeText } from "./shared-text.js";

/** The word holds the length in bytes below, and above it a count that makes each state of the area a new one. */
const LENGTH_BITS = 16;
const LENGTH_MASK = (1 << LENGTH_BITS) - 1;
/** Keeps the word above zero. */
const COUNT_MASK = 0x7fff;
const SEPARATOR = "\n";
const SEPARATOR_BYTE = 0x0a;

/**
 * What the main thread has still to say, collected for one message, and laid out in shared memory: where the loop
 * stands still before the message is sent, the watchdog says it. Each text is said exactly once: the area belongs to
 * whoever exchanges its word for 0.
 */
export class Unsaid {
  readonly #words: Int32Array;
  readonly #area: Buffer;
  #texts: string[] = [];
  #length = 0;
  #count = 0;
  /** Whether the area holds all texts, for the watchdog to claim. */
  #published = false;

  constructor(state: SharedState) {
    this.#words = state.words;
    this.#area = state.unsaid;
  }

  /**
   * Keeps a text that holds no line break.
   * @returns false when the area has no room for it: take all back, and say it at once
   */
  add(text: string): boolean {
    this.#reclaim();
    this.#texts.push(text);
    if (!fits(text, LENGTH_MASK - 1 - this.#length)) return false;
    this.#length += writeText(this.#area, this.#length, text);
    this.#area[this.#length] = SEPARATOR_BYTE;
    this.#length += 1;
    this.#count = (this.#count + 1) & COUNT_MASK;
    Atomics.store(this.#words, WORD.UNSAID, (this.#count << LENGTH_BITS) | this.#length);
    this.#published = true;
    return true;
  }

  /** Takes back what nobody has said yet. */
  take(): string[] {
    this.#reclaim();
    const texts = this.#texts;
    this.#texts = [];
    this.#length = 0;
    return texts;
  }

  #reclaim(): void {
    if (!this.#published) return;
    this.#published = false;
    if (Atomics.exchange(this.#words, WORD.UNSAID, 0) !== 0) return;
    // The watchdog has said them.
    this.#texts = [];
    this.#length = 0;
  }
}

/** The watchdog's side: the texts that the main thread could not say, now the caller's to say; none while it is at it. */
export function claimUnsaid(state: SharedState): string[] {
  const word = Atomics.load(state.words, WORD.UNSAID);
  if (word === 0) return [];
  const text = state.unsaid.toString("utf8", 0, word & LENGTH_MASK);
  if (Atomics.compareExchange(state.words, WORD.UNSAID, word, 0) !== word) return [];
  return text.split(SEPARATOR).slice(0, -1);
}
