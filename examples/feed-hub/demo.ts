/**
 * `npm run demo`: the whole idea on real input. A worker fetches and parses thousands of feeds on one event loop, a
 * thousand at a time; a few tasks block, one for ever; the worker goes on, and report and linter name the same lines.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import colours from "picocolors";
import type { Finding, Report } from "loopward";

const FEEDS = 5_000;
const BLOCKING = ["feeds.digest", "feeds.hash", "feeds.thumbnail", "feeds.digest"];
const RUNAWAY = "feeds.runaway";
const ABORT_AFTER_MS = 2_000;

const pc = colours.createColors(Boolean(process.stdout.isTTY) && !process.env.NO_COLOR);
const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
const loopward = join(root, "dist/src/cli/main.js");

interface SettledLine {
  id: string;
  task: string;
  status: "completed" | "failed";
  error: string | null;
  redelivered: boolean;
}

/** A process of the demonstration. */
interface Child {
  readonly stdin: Writable;
  /** Its standard output, line by line. */
  readonly lines: Interface;
  /** The first line that matches; throws, with what the process said, when it ends before. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** What it printed until its end. */
  output(): Promise<{ text: string; code: number | null; errors: string }>;
  stop(signal: NodeJS.Signals): Promise<void>;
}

const state = await mkdtemp(join(tmpdir(), "loopward-demo-"));
const broker = `embedded:${state}`;
const reportsDir = join(state, "reports");
const running: Child[] = [];
try {
  say(pc.bold(`Loopward demo: ${FEEDS.toLocaleString("en")} feeds on one event loop`));
  say(`Node ${process.version}, ${availableParallelism()} processors; everything runs on this machine.\n`);

  const server = start("server", ["--import", "tsx", join(here, "server.ts"), "--feeds", String(FEEDS)]);
  const url = (await server.line(/^http:\/\/\S+/))[0];
  say(`feed server   ${url}: ${FEEDS} feeds of 20 KB, each after 140 ms`);

  const flags = ["-P", "async", "-c", "1000", "--guard", "--guard-abort-after", String(ABORT_AFTER_MS)];
  const worker = start("worker", [
    ...[
      loopward,
      "worker",
      "-A",
      join(here, "tasks.ts"),
      ...flags,
      "--broker",
      broker,
      "--reports",
      reportsDir,
    ],
  ]);
  await worker.line(/ready/);
  say(`worker        loopward worker -A examples/feed-hub/tasks.ts ${flags.join(" ")}\n`);

  const { settled, seconds } = await sendAll(url);
  await worker.stop("SIGTERM");
  await server.stop("SIGTERM");

  const reports = (
    await json<Report[]>(["reports", "list", "--format", "json", "--reports", reportsDir])
  ).filter((report) => report.task !== null);
  const findings = await json<Finding[]>(["check", join(here), "--format", "json"], [0, 1]);
  summarise(settled, seconds, reports, findings);
} finally {
  await Promise.all(running.map((child) => child.stop("SIGKILL")));
  await rm(state, { recursive: true, force: true });
}

async function sendAll(url: string): Promise<{ settled: SettledLine[]; seconds: number }> {
  const lines = Array.from({ length: FEEDS }, (_, n) => ({
    task: "feeds.fetch",
    input: { url: `${url}/feed/${n}` },
  }));
  const culprits = [...BLOCKING, RUNAWAY].map((task) => ({ task, input: {} }));
  // Spread over the middle, so that each meets a loop full of innocents.
  const all: { task: string; input: object }[] = [...lines];
  culprits.forEach((culprit, n) => all.splice(1_000 + n * 600, 0, culprit));
  const send = start("send", [
    loopward,
    "send",
    "-A",
    join(here, "tasks.ts"),
    "--file",
    "-",
    "--wait",
    "--format",
    "json",
    "--broker",
    broker,
  ]);
  send.stdin.end(all.map((line) => JSON.stringify(line)).join("\n"));
  const settled: SettledLine[] = [];
  let began = 0;
  let shown = 0;
  for await (const line of send.lines) {
    began ||= performance.now();
    settled.push(JSON.parse(line) as SettledLine);
    if (performance.now() - shown < 200 && settled.length < all.length) continue;
    shown = performance.now();
    const rate = Math.round(settled.length / ((shown - began) / 1_000 || 1));
    progress(
      `${settled.length.toLocaleString("en")} of ${all.length.toLocaleString("en")} runs settled, ${rate} a second`,
    );
  }
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  return { settled, seconds: (performance.now() - began) / 1_000 };
}

function summarise(settled: SettledLine[], seconds: number, reports: Report[], findings: Finding[]): void {
  const expected = FEEDS + BLOCKING.length + 1;
  const failed = settled.filter((run) => run.status === "failed");
  const lost = expected - settled.length;
  say(pc.bold("What happened"));
  say(`  ${settled.length - failed.length} runs completed, ${failed.length} failed, ${lost} lost`);
  say(`  ${Math.round(FEEDS / seconds)} feeds a second, with every stall below included`);
  say(
    `  ${settled.filter((run) => run.redelivered).length} innocent runs were handed to another host when theirs was killed`,
  );
  for (const run of failed) say(`  ${pc.red("failed")} ${run.task} ${run.id}: ${run.error}`);
  say(pc.bold("\nWhat the guard saw, and what the linter says of the same line without running anything"));
  let agreed = 0;
  for (const report of reports.toSorted((a, b) => a.time.localeCompare(b.time))) {
    const { task, blame } = report;
    const where = blame ? `${blame.file}:${blame.line}` : "unknown line";
    say(
      `  ${pc.yellow(task?.name ?? "")} held the loop for ${Math.round(report.durationMs)} ms at ${pc.bold(where)}${blame?.api ? ` (${blame.api})` : ""}`,
    );
    say(pc.dim(`      ${blame?.code ?? ""}`));
    say(`      ${report.impact.delayedRuns} other runs waited; ${report.action}`);
    const finding = findings.find(
      (one) => one.file === blame?.file && one.line === blame.line && one.api === blame.api,
    );
    if (finding) agreed += 1;
    say(
      finding
        ? `      ${pc.green("lint")} ${finding.rule} at ${finding.file}:${finding.line}`
        : `      lint: a computation, no call: nothing to find before it runs`,
    );
  }
  say(
    pc.bold(
      `\n${lost} runs lost, ${reports.length} stalls reported, ${agreed} of them found by the linter at the very line.`,
    ),
  );
  // A demonstration that cannot fail would prove nothing.
  const culprits = new Set(reports.map((report) => report.task?.name));
  const missing = [...new Set([...BLOCKING, RUNAWAY])].filter((task) => !culprits.has(task));
  const wronged = failed.filter((run) => run.task !== RUNAWAY);
  if (
    lost !== 0 ||
    missing.length > 0 ||
    wronged.length > 0 ||
    failed.length !== 1 ||
    culprits.has("feeds.fetch")
  ) {
    say(
      pc.red(
        `This is not what should have happened: lost ${lost}, unreported ${missing.join(", ") || "none"}, innocent runs failed ${wronged.length}.`,
      ),
    );
    process.exitCode = 1;
  }
}

function start(name: string, args: string[]): Child {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["pipe", "pipe", "pipe"] });
  const exited = once(child, "exit");
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => errors.push(line));
  const lines = createInterface({ input: child.stdout });
  const self: Child = {
    stdin: child.stdin,
    lines,
    line: (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        lines.on("line", (line) => {
          const match = pattern.exec(line);
          if (match) resolve(match);
        });
        child.once("exit", () => reject(new Error(`${name} ended early:\n${errors.join("\n")}`)));
      }),
    async stop(signal: NodeJS.Signals) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
    },
    async output() {
      const text: string[] = [];
      for await (const line of lines) text.push(line);
      await exited;
      return { text: text.join("\n"), code: child.exitCode, errors: errors.join("\n") };
    },
  };
  running.push(self);
  return self;
}

async function json<T>(args: string[], okay = [0]): Promise<T> {
  const { text, code, errors } = await start(args[0] ?? "", [loopward, ...args]).output();
  if (code === null || !okay.includes(code))
    throw new Error(`loopward ${args.join(" ")} exited with ${code}\n${errors}`);
  return JSON.parse(text) as T;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}
