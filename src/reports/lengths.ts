/** Stalls of one length. */
interface Stalls {
  readonly ms: number;
  readonly count: number;
}

/** How long stalls lasted. Plain numbers as far as can be: an object for each takes three times the memory and the time. */
export class Lengths {
  readonly #single: number[] = [];
  readonly #folded: Stalls[] = [];

  /** How many stalls were added. */
  count = 0;

  add(ms: number, count = 1): void {
    this.count += count;
    if (count === 1) this.#single.push(ms);
    else this.#folded.push({ ms, count });
  }

  /** Nearest rank, so values that were measured, unless they were folded; 0 without stalls. One for each share, in their order. */
  percentiles(shares: readonly number[]): number[] {
    const single = Float64Array.from(this.#single).sort();
    const folded = this.#folded.toSorted((a, b) => a.ms - b.ms);
    return shares.map((share) => {
      const rank = Math.ceil(this.count * share);
      // Folded ones that are shorter than the wanted one come before it, each with its count.
      let shorter = 0;
      for (const { ms, count } of folded) {
        const before = lowerBound(single, ms);
        if (before + shorter >= rank) break;
        if (before + shorter + count >= rank) return ms;
        shorter += count;
      }
      return single[rank - shorter - 1] ?? 0;
    });
  }
}

/** How many of the ascending values are smaller. */
function lowerBound(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
