import { monitorEventLoopDelay } from "node:perf_hooks";
import { TELL_EVERY_MS } from "../vital-signs.js";
import type { Send } from "./outbox.js";

const RESOLUTION_MS = 10;

/** Has this host say each second how its loop turned. */
export function tellVitals(send: Send): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  // Node measures the time between two looks, and not by how much the second was late.
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS) || 0;
  setInterval(() => {
    const { mean, max } = delay;
    delay.reset();
    const rssBytes = process.memoryUsage.rss();
    send({ type: "vitals", vitals: { meanDelayMs: late(mean), maxDelayMs: late(max), rssBytes } });
  }, TELL_EVERY_MS).unref();
}
