import { fileURLToPath } from "node:url";
import { afterEach, expect, it, vi } from "vitest";
import { Pool } from "../../dist/src/pool/pool.js";
import type { Report } from "../../src/findings/report.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const app = [fileURLToPath(new URL("samples/holds-by-itself.ts", import.meta.url))];

let pool: Pool;
let runs = 0;
afterEach(() => pool.close({ graceMs: 0 }));

it("a spare's loop is not watched until a run comes to it: it holds up nobody", async () => {
  const reports: Report[] = [];
  const held: (number | undefined)[] = [];
  pool = new Pool({
    ...{ name: "async", hosts: 1, slotsPerHost: 10, spares: 1 },
    setup: {
      ...{ app, root, recycle: { maxRuns: null, maxMemoryMb: null } },
      guard: { mode: "report", thresholdMs: 100, abortAfterMs: 60_000 },
    },
    onReport: (report) => reports.push(report),
    onRedelivered: () => undefined,
    onHost: () => undefined,
    onOutput: (pid) => held.push(pid),
  });
  await pool.start();
  const worker = (await run("pid")) as number;
  const isReported = (pid: number) => reports.some((report) => report.host.pid === pid);
  const timesHeld = () => held.filter((pid) => pid !== worker).length;
  await vi.waitFor(() => expect(timesHeld()).toBeGreaterThan(2), 20_000);
  await vi.waitFor(() => expect(isReported(worker)).toBe(true), 20_000);
  expect(reports.filter(({ host }) => host.pid !== worker)).toEqual([]);

  await expect(run("exits")).rejects.toThrow();
  const spare = (await run("pid")) as number;
  expect(spare).not.toBe(worker);
  await vi.waitFor(() => expect(isReported(spare)).toBe(true), 20_000);
}, 60_000);

function run(task: string): Promise<unknown> {
  const runId = String((runs += 1));
  return pool.run({
    ...{ key: `q/${runId}`, runId, task, queue: "q", input: {}, attempt: 1, redelivered: false },
  });
}
