/** Stalls of one length. */
export interface Stalls {
  readonly ms: number;
  readonly count: number;
}

/** Nearest rank, so a value that was measured, unless it was folded; 0 without stalls. */
export function percentile(stalls: readonly Stalls[], share: number): number {
  const ascending = [...stalls].sort((a, b) => a.ms - b.ms);
  const rank = Math.ceil(stalls.reduce((total, { count }) => total + count, 0) * share);
  let passed = 0;
  return ascending.find(({ count }) => (passed += count) >= rank)?.ms ?? 0;
}
