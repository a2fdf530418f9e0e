const BUCKETS = 30;

/** Sums of the last `windowMs`, in buckets of a thirtieth of it: memory does not grow with what is added. */
export class SlidingSum {
  readonly #bucketMs: number;
  readonly #buckets = new Map<number, number>();

  constructor(windowMs: number) {
    this.#bucketMs = windowMs / BUCKETS;
  }

  add(atMs: number, value: number): void {
    const bucket = Math.floor(atMs / this.#bucketMs);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + value);
    this.#forget(bucket);
  }

  sum(atMs: number): number {
    this.#forget(Math.floor(atMs / this.#bucketMs));
    let sum = 0;
    for (const value of this.#buckets.values()) sum += value;
    return sum;
  }

  #forget(newest: number): void {
    for (const bucket of this.#buckets.keys()) {
      // In the order of insertion, the oldest come first.
      if (bucket > newest - BUCKETS) return;
      this.#buckets.delete(bucket);
    }
  }
}
