/** `npm run docs:screenshot`: writes `docs/reports-page.png`, the web page of a day of the feed hub's reports, made up. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { serveReports } from "../../src/dashboard/serve.js";
import { causes, type Cause } from "../../src/findings/cause.js";
import type { Report } from "../../src/findings/report.js";
import { folderLog } from "../../src/reports/folder-log.js";
import { openReportStore } from "../../src/reports/store.js";
import { launchChromium } from "../../test/support/chromium.js";
import { makeTempFolder } from "../../test/support/make-temp-folder.js";

const REPORTS = 240;
const DAY_MS = 86_400_000;
const root = join(import.meta.dirname, "../..");

interface Line {
  readonly task: string;
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly api: string | null;
  readonly cause: Cause;
  readonly typicalMs: number;
}

const lines: readonly Line[] = [
  {
    task: "feeds.hash",
    function: "fingerprint",
    file: "examples/feed-hub/security/fingerprint.ts",
    line: 7,
    api: "crypto.pbkdf2Sync",
    cause: "sync-call",
    typicalMs: 420,
  },
  {
    task: "feeds.index",
    function: "tokenize",
    file: "src/search/tokenize.ts",
    line: 31,
    api: null,
    cause: "cpu",
    typicalMs: 180,
  },
  {
    task: "feeds.export",
    function: "writeArchive",
    file: "src/export/archive.ts",
    line: 58,
    api: "zlib.gzipSync",
    cause: "sync-call",
    typicalMs: 260,
  },
  {
    task: "feeds.fetch",
    function: "findLinks",
    file: "src/feeds/links.ts",
    line: 12,
    api: null,
    cause: "regexp",
    typicalMs: 140,
  },
];

const dir = await makeTempFolder();
const store = openReportStore(dir);
const nowMs = Date.now();
for (let index = 0; index < REPORTS; index += 1) store.append(report(index, nowMs));
await store.close();

const ending = new AbortController();
const page = await serveReports({
  root,
  log: folderLog(dir),
  bind: "127.0.0.1",
  port: 0,
  hosts: [],
  signal: ending.signal,
});
const browser = await launchChromium();
const view = await browser.newPage({ viewport: { width: 1_100, height: 1_150 }, colorScheme: "light" });
await view.goto(`${page.url}#report=stall-4`);
await view.getByText("Live", { exact: true }).waitFor();
await view.getByRole("region", { name: /Flame graph/ }).waitFor();
await view.screenshot({ path: join(root, "docs/reports-page.png") });
await browser.close();
ending.abort();
await page.ended;
await rm(dir, { recursive: true });

/** The same for the same number, whenever it is. */
function report(index: number, untilMs: number): Report {
  const its = lines[((index * 7) % 10) % lines.length]!;
  const { function: name, file, line, api, cause } = its;
  const frame = { function: name, file, line, column: 10 };
  const caller = { function: "run", file: "examples/feed-hub/tasks.ts", line: 35, column: 12 };
  const durationMs = its.typicalMs * (0.6 + ((index * 37) % 100) / 80);
  const busy = Math.sin((index / REPORTS) * Math.PI * 4) * 20 * 60_000;
  return {
    schema: "loopward.report/1",
    id: `stall-${index}`,
    time: new Date(untilMs - ((REPORTS - index) / REPORTS) * DAY_MS + busy).toISOString(),
    kind: "stall",
    cause,
    durationMs,
    ongoing: false,
    thresholdMs: 100,
    task: { name: its.task, runId: String(1_000 + index), queue: "feeds", attempt: 1 },
    blame: { ...frame, api, code: "", confidence: 0.9 },
    stack: [frame, caller],
    tree: [
      {
        ...caller,
        share: 1,
        calls: [
          { ...frame, share: 0.9, calls: [] },
          { ...caller, function: "normalise", line: 52, share: 0.1, calls: [] },
        ],
      },
    ],
    impact: { delayedRuns: Math.round(durationMs / 4) },
    action: "reported",
    advice: causes[cause].advice,
    host: { pid: 4_700 + (index % 2), node: process.version, name: index % 3 === 0 ? "web-2" : "web-1" },
  };
}
