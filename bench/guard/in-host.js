import { AsyncLocalStorage } from "node:async_hooks";
import { nextTask, variants } from "./variants.js";

/**
 * How a pool's tasks are entered in their host, as `BENCH_VARIANT` says; nothing is put around the task's own function that its
 * variant does not need. The guard is the pool's own business.
 */
export const enter = await wayOf(process.env.BENCH_VARIANT ?? "none");

async function wayOf(variant) {
  if (variant === "storage") {
    const storage = new AsyncLocalStorage();
    return (fn) => storage.run({ task: nextTask() }, fn);
  }
  // They set up what works by itself.
  if (variant !== "none" && variant !== "guard") await variants[variant]();
  return (fn) => fn();
}
