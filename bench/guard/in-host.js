import { variants } from "./variants.js";

/** How a pool's tasks are entered in their host, as `BENCH_VARIANT` says. The guard is the pool's own business. */
const variant = process.env.BENCH_VARIANT ?? "none";
export const { enter } = await variants[variant === "guard" ? "none" : variant]();
