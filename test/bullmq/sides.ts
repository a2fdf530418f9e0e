import type { ChildProcess } from "node:child_process";
import { Worker as BullWorker, type ConnectionOptions, type Job, type Queue } from "bullmq";
import { join } from "node:path";
import type { Report } from "../../src/findings/report.js";
import { readReports } from "../../src/reports/read.js";
import { createWorker, type Worker } from "../../dist/src/index.js";
import { root } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import type { Case } from "./cases.js";

export const SAMPLES = join(root, "test/bullmq/samples");

/** Long enough for a retry with its delays and the start of a child on a busy machine. */
const DEADLINE_MS = 40_000;

/** What there is to see of a job when it came to its end. */
export interface Became {
  readonly state: string;
  readonly returnvalue: unknown;
  readonly failedReason: string | undefined;
  /** The first line of the last attempt's stack, and the places in the sample itself. */
  readonly stack: readonly string[];
  readonly progress: unknown;
  readonly logs: readonly string[];
  readonly data: unknown;
  readonly attemptsMade: number;
  readonly attemptsStarted: number;
}

/** One of the two that run a processor file: each has a database of the same Redis to itself, so that all names are alike. */
export interface Side {
  readonly connection: ConnectionOptions;
  close(): Promise<unknown>;
}

/** BullMQ's own sandbox: a child process for each job. */
export function theirSide(url: string, sample: string, { names, endless }: Case): Side {
  const connection = { url: `${url}/1` };
  // Its child processes run what Node runs; TypeScript is added to them as it is to Loopward's hosts.
  const worker = new BullWorker(queueOf(sample), join(SAMPLES, sample), {
    ...{ connection, concurrency: names?.length ?? 1 },
    workerForkOptions: { execArgv: sample.endsWith(".ts") ? ["--import", import.meta.resolve("tsx")] : [] },
  });
  worker.on("error", () => undefined);
  return {
    connection,
    async close() {
      if (endless) await eventually("its child has started", () => childrenOf(worker).length > 0);
      // One that holds its loop hears nothing of the end, and would outlive this process.
      for (const child of childrenOf(worker)) child.kill("SIGKILL");
      await worker.close(true);
    },
  };
}

/** The processes that BullMQ's worker has at work. */
function childrenOf(worker: BullWorker): ChildProcess[] {
  const { childPool } = worker as unknown as {
    readonly childPool: { readonly retained: Record<number, { readonly childProcess: ChildProcess }> };
  };
  return Object.values(childPool.retained).map(({ childProcess }) => childProcess);
}

/** One Loopward worker for all samples, with a guard that gives up a run after a second. */
export async function ourSide(
  url: string,
  samples: readonly string[],
  reportsDir: string,
): Promise<Side & { readonly worker: Worker; reports(sample: string): Promise<readonly Report[]> }> {
  const connection = { url: `${url}/2` };
  const worker = await createWorker({
    app: samples.map((sample) => `${queueOf(sample)}=test/bullmq/samples/${sample}`),
    ...{ cwd: root, broker: connection.url, reportsDir },
    guard: { mode: "abort", abortAfterMs: 1_000 },
  });
  return {
    connection,
    worker,
    close: () => worker.close(),
    async reports(sample) {
      const { reports } = await readReports(reportsDir);
      return reports.filter((report) => report.task?.queue === queueOf(sample));
    },
  };
}

export function queueOf(sample: string): string {
  return sample.replace(/\.\w+$/, "");
}

/** Waits for a job's end, and tells what it became. */
export async function becomes(queue: Queue, id: string): Promise<Became> {
  const state = await eventually(
    `job ${id} of ${queue.name} ends`,
    async () => {
      const now = await queue.getJobState(id);
      return now === "completed" || now === "failed" ? now : null;
    },
    DEADLINE_MS,
  );
  return lookAt(queue, id, state);
}

export async function lookAt(queue: Queue, id: string, state: string): Promise<Became> {
  const job = (await queue.getJob(id)) as Job;
  const { logs } = await queue.getJobLogs(id);
  const [first, ...frames] = job.stacktrace?.at(-1)?.split("\n") ?? [];
  return {
    state,
    returnvalue: job.returnvalue as unknown,
    failedReason: job.failedReason || undefined,
    stack:
      first === undefined
        ? []
        : [
            first,
            ...frames.flatMap(
              (frame) => /[^/]+:\d+(?=:\d+\)?$)/.exec(frame.includes(SAMPLES) ? frame : "") ?? [],
            ),
          ],
    progress: job.progress,
    logs,
    data: job.data as unknown,
    attemptsMade: job.attemptsMade,
    attemptsStarted: job.attemptsStarted,
  };
}
