import { loadOptional } from "./load-optional.js";

/** What the package `blocked-at` exports: it calls back, from inside an async hook, when a callback took long. */
export type BlockedAt = (
  onBlocked: (tookMs: number, stack: readonly string[], operation: { readonly type: string }) => void,
  options: { readonly threshold: number },
) => { stop(): void };

/** @throws LoopwardError `LOOPWARD_DRIVER_MISSING` */
export function loadBlockedAt(root: string): BlockedAt {
  return loadOptional("blocked-at", root, "The guard's origin mode (--guard-origin)") as BlockedAt;
}
