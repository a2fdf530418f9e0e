import { once } from "node:events";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { causes, type Cause } from "../../src/findings/cause.js";
import type { Frame, Report, StackNode } from "../../src/findings/report.js";
import { MAX_REPORT_FILE_BYTES, reportDay, reportFileName } from "../../src/findings/report-file.js";

const apis = ["fs.readFileSync", "crypto.pbkdf2Sync", "zlib.gunzipSync", "JSON.parse", null] as const;
const TASKS = 40;
const LINES = 200;
const STACK_FRAMES = 8;

/**
 * Fills a folder with reports as the guard writes them, over a week: 40 tasks, 200 lines, stacks of eight frames with their
 * tree, every tenth with its ongoing line before. The same for the same `count`. Returns how many bytes they take.
 */
export async function generateReports(dir: string, count: number, endMs: number): Promise<number> {
  mkdirSync(dir, { recursive: true });
  const stepMs = (7 * 24 * 3_600_000) / count;
  let day = "";
  let part = 0;
  let bytes = 0;
  let total = 0;
  let file: ReturnType<typeof createWriteStream> | null = null;
  for (let index = 0; index < count; index += 1) {
    const time = new Date(endMs - (count - index) * stepMs);
    if (!file || reportDay(time) !== day || bytes > MAX_REPORT_FILE_BYTES) {
      part = reportDay(time) === day ? part + 1 : 0;
      day = reportDay(time);
      bytes = 0;
      file?.end();
      file = createWriteStream(join(dir, reportFileName({ day, part })));
    }
    const report = generatedReport(index, time);
    const text =
      (index % 10 === 0 ? `${JSON.stringify({ ...report, ongoing: true, durationMs: 110 })}\n` : "") +
      `${JSON.stringify(report)}\n`;
    bytes += text.length;
    total += text.length;
    if (!file.write(text)) await once(file, "drain");
  }
  file?.end();
  if (file) await once(file, "close");
  return total;
}

/** The report number `index`. */
export function generatedReport(index: number, time: Date): Report {
  const line = (index * 7_919) % LINES;
  const api = apis[line % apis.length] ?? null;
  const cause: Cause = api === null ? "cpu" : "sync-call";
  const stack = Array.from({ length: STACK_FRAMES }, (_, depth) => frame(line, depth));
  const tree = stack.reduceRight<StackNode[]>((calls, its) => [{ ...its, share: 0.93, calls }], []);
  return {
    schema: "loopward.report/1",
    id: `${String(index).padStart(8, "0")}-4d3f-4c50-9a4e-0a0b0c0d0e0f`,
    time: time.toISOString(),
    kind: "stall",
    cause,
    durationMs: 100 + ((index * 104_729) % 9_000) / 10,
    ongoing: false,
    thresholdMs: 100,
    task: { name: `tasks.t${line % TASKS}`, runId: String(index), queue: "bench", attempt: 1 },
    blame: {
      ...frame(line, 0),
      api,
      code: `return readFileSync(join(root, names[${line}]));`,
      confidence: 0.93,
    },
    stack,
    tree,
    cpuMs: 90.2,
    gcMs: 0,
    impact: { delayedRuns: index % 100 },
    action: "reported",
    advice: causes[cause].advice,
    host: { pid: 1_000 + (index % 4), node: "v20.20.2" },
  };
}

function frame(line: number, depth: number): Frame {
  return {
    function: `step${depth}`,
    file: `src/tasks/area${line % 17}/module${(line + depth) % 50}.ts`,
    line: line + depth + 1,
    column: 5 + depth,
  };
}
