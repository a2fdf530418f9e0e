/** Stalls of one length. */
export interface Stalls {
  readonly ms: number;
  readonly count: number;
}

/** Nearest rank, so values that were measured, unless they were folded; 0 without stalls. One for each share, in their order. */
export function percentiles(stalls: readonly Stalls[], shares: readonly number[]): number[] {
  const ascending = [...stalls].sort((a, b) => a.ms - b.ms);
  const total = stalls.reduce((sum, { count }) => sum + count, 0);
  return shares.map((share) => {
    const rank = Math.ceil(total * share);
    let passed = 0;
    return ascending.find(({ count }) => (passed += count) >= rank)?.ms ?? 0;
  });
}
