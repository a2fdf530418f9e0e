/** A supervisor that gives its only host one run: `supervisor.js APP TASK GUARD`; passes on what the host prints. */
import process from "node:process";
import { Pool } from "../../../dist/src/pool/pool.js";

const [app, task, guarded] = process.argv.slice(2);
const nothing = () => undefined;
const pool = new Pool({
  name: "async",
  hosts: 1,
  slotsPerHost: guarded === "guard" ? 10 : 1,
  spares: 1,
  setup: {
    app: [app],
    root: process.cwd(),
    guard: guarded === "guard" ? { mode: "report", thresholdMs: 100, abortAfterMs: 60_000 } : null,
    recycle: { maxRuns: null, maxMemoryMb: null },
  },
  onReport: nothing,
  onRedelivered: nothing,
  onHost: (event, pid) => event === "started" && console.log(`host ${pid}`),
  onOutput: (_pid, _stream, line) => console.log(line),
});
await pool.start();
void pool.run({ key: "q/1", runId: "1", task, queue: "q", input: {}, attempt: 1, redelivered: false });
