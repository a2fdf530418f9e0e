const SECOND_MS = 1_000;

/** As wide as a column of a table may be. */
const PARTS = 12;

/** Adds up amounts by their second, so that memory does not grow with the number of reports of a busy hour. */
export class Trend {
  readonly #bySecond = new Map<number, number>();

  add(timeMs: number, amount: number): void {
    const second = Math.floor(timeMs / SECOND_MS);
    this.#bySecond.set(second, (this.#bySecond.get(second) ?? 0) + amount);
  }

  /** The sums of equal parts of a period, oldest first. */
  between(fromMs: number, toMs: number): number[] {
    const parts = new Array<number>(PARTS).fill(0);
    const first = Math.floor(fromMs / SECOND_MS);
    const seconds = Math.floor(toMs / SECOND_MS) - first + 1;
    for (const [second, amount] of this.#bySecond) {
      const part = Math.min(PARTS - 1, Math.floor(((second - first) / seconds) * PARTS));
      parts[part] = (parts[part] ?? 0) + amount;
    }
    return parts;
  }
}

const BARS = "▁▂▃▄▅▆▇█";

/** Numbers as bars of one character each, the highest full; `·` is nothing at all. */
export function sparkline(values: readonly number[]): string {
  const highest = Math.max(...values, 0);
  return values
    .map((value) => (value <= 0 ? "·" : BARS[Math.ceil((value / highest) * BARS.length) - 1]))
    .join("");
}
