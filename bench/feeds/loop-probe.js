/**
 * Loaded into each worker (`--import`): tells every quarter of a second how long the loop of this process did not turn,
 * at the worst, in LOOP_PROBE_DIR/PID. A supervisor's loop, on which no feed is parsed, is left out.
 */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";

const RESOLUTION_MS = 10;
const EVERY_MS = 250;

if (!process.argv[1]?.endsWith("cli/main.js")) {
  const file = join(process.env.LOOP_PROBE_DIR ?? ".", String(process.pid));
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  setInterval(() => {
    const worstMs = Math.max(0, delay.max / 1e6 - RESOLUTION_MS);
    delay.reset();
    appendFileSync(file, `${JSON.stringify({ at: Date.now(), worstMs })}\n`);
  }, EVERY_MS).unref();
}
