import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Report } from "../../../src/findings/report.js";
import type { GuardRecord } from "../../../runtime/types.js";

/** Folder of the small programs that the tests run. */
export const SAMPLES = fileURLToPath(new URL("../samples/", import.meta.url));

/** What a guarded program left behind. */
export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly records: readonly GuardRecord[];
  /** Final reports, in the order in which they were written. */
  readonly finals: readonly Report[];
  /** Reports that name somebody. */
  readonly blaming: readonly Report[];
}

export interface Options {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly execArgv?: readonly string[];
  /** The program is killed after this, in ms. */
  readonly deadlineMs?: number;
  /** Called with the process and each record as it comes. */
  readonly onOutput?: (text: string, pid: number) => void;
  readonly onError?: (text: string, pid: number) => void;
  readonly onRecord?: (record: GuardRecord, pid: number) => void;
}

/** Runs a sample to its end with a pipe for records on fd 3. */
export async function runGuarded(sample: string, options: Options = {}): Promise<Outcome> {
  const child = spawn(
    process.env.GUARDED_NODE ?? process.execPath,
    [...(options.execArgv ?? []), SAMPLES + sample, ...(options.args ?? [])],
    { stdio: ["ignore", "pipe", "pipe", "pipe"], env: { ...process.env, ...options.env } },
  );
  const pid = child.pid ?? 0;
  const timer = setTimeout(() => child.kill("SIGKILL"), options.deadlineMs ?? 30_000);
  const records: GuardRecord[] = [];
  const lines = createInterface({ input: child.stdio[3] as Readable });
  lines.on("line", (line) => {
    const record = JSON.parse(line) as GuardRecord;
    records.push(record);
    options.onRecord?.(record, pid);
  });
  child.stdout?.on("data", (chunk: Buffer) => options.onOutput?.(String(chunk), pid));
  child.stderr?.on("data", (chunk: Buffer) => options.onError?.(String(chunk), pid));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  clearTimeout(timer);
  const finals = records.flatMap((record) =>
    record.type === "report" && !record.report.ongoing ? [record.report] : [],
  );
  const blaming = finals.filter((report) => report.task !== null || report.blame !== null);
  return { code: child.exitCode, signal: child.signalCode, stdout, stderr, records, finals, blaming };
}

// Another process may take the processor from a program for longer than it stalls by itself, and the guard then says so.
const TRIES = 6;

/** Runs a sample until `isClear` holds of what came of it, for as long as the guard says that the machine interfered. */
export async function runUndisturbed(
  sample: string,
  options: Options,
  isClear: (outcome: Outcome) => boolean,
): Promise<Outcome> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await runGuarded(sample, options);
    const disturbed = outcome.finals.some((report) => report.cause === "machine");
    if (!disturbed || isClear(outcome) || tries === TRIES) return outcome;
  }
}

/** Line of the sample's `// here: label` comment. */
export function lineOf(sample: string, label: string): number {
  const lines = readFileSync(SAMPLES + sample, "utf8").split("\n");
  const index = lines.findIndex((line) => line.endsWith(`// here: ${label}`));
  if (index === -1) throw new Error(`${sample} has no line marked ${label}`);
  return index + 1;
}

async function text(stream: Readable | null): Promise<string> {
  let all = "";
  if (!stream) return all;
  for await (const chunk of stream) all += String(chunk);
  return all;
}
