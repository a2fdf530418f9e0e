/** The first free slot after `from`, in steps of `step`. With a step of 0 it never gets there. */
export function nextFreeSlot(taken: ReadonlySet<number>, from: number, step: number): number {
  let slot = from;
  while (taken.has(slot)) slot += step;
  return slot;
}
