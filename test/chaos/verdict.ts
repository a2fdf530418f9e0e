import type { Queue } from "bullmq";
import { culprits, type Culprit } from "./schedule.js";
import type { Line } from "./journal.js";

/** What was counted over all rounds; the last four must stay zero. */
export interface Totals {
  rounds: number;
  jobs: number;
  redelivered: number;
  readonly faults: Record<string, number>;
  readonly failures: Record<string, number>;
  lost: number;
  doubles: number;
  charged: number;
  wrong: number;
}

export function emptyTotals(): Totals {
  return {
    rounds: 0,
    jobs: 0,
    redelivered: 0,
    faults: {},
    failures: {},
    lost: 0,
    doubles: 0,
    charged: 0,
    wrong: 0,
  };
}

/** One job as it was sent. */
export interface Sent {
  readonly id: string;
  readonly task: string;
}

/** Compares what the broker says of settled jobs with what had to become of them. @returns a sentence for each breach */
export async function judgeJobs(queue: Queue, sent: readonly Sent[], totals: Totals): Promise<string[]> {
  const breaches: string[] = [];
  for (const { id, task } of sent) {
    const job = await queue.getJob(id);
    const state = job ? await job.getState() : "gone";
    if (!job || (state !== "completed" && state !== "failed")) {
      totals.lost += 1;
      breaches.push(`${task} ${id} is lost: ${state}`);
      continue;
    }
    if (job.attemptsMade !== 1) {
      totals.charged += 1;
      breaches.push(`${task} ${id} was charged ${job.attemptsMade} attempts: ${job.stacktrace?.join("\n")}`);
    }
    const why = state === "failed" ? (job.stacktrace?.at(-1) ?? job.failedReason) : null;
    const breach = judge(task, why);
    if (why !== null) totals.failures[task] = (totals.failures[task] ?? 0) + 1;
    if (breach === null) continue;
    totals.wrong += 1;
    breaches.push(`${task} ${id} ${breach}`);
  }
  return breaches;
}

function judge(task: string, why: string | null): string | null {
  const expected = culprits[task as Culprit] as RegExp | undefined;
  if (!expected) return why === null ? null : `is innocent and failed: ${why}`;
  if (why === null) return "is a culprit and completed";
  return expected.test(why) ? null : `failed with another reason than ${expected}: ${why}`;
}

/** What the runs themselves say: nothing ran twice at the same time, nor knew of a second attempt. */
export function judgeJournal(lines: readonly Line[], totals: Totals): string[] {
  const breaches: string[] = [];
  for (const line of lines) {
    if (line.event === "double") {
      totals.doubles += 1;
      breaches.push(`${line.id} ran in process ${line.pid} while process ${line.other} had it`);
    } else if (line.event === "start") {
      if (line.redelivered) totals.redelivered += 1;
      if (line.attempt === 1) continue;
      totals.charged += 1;
      breaches.push(`${line.id} began an attempt ${line.attempt}`);
    }
  }
  return breaches;
}

/** A job settles once: the broker announces one end. */
export function judgeEnds(ends: ReadonlyMap<string, number>, totals: Totals): string[] {
  const twice = [...ends].filter(([, count]) => count > 1);
  totals.doubles += twice.length;
  return twice.map(([id, count]) => `${id} settled ${count} times`);
}
