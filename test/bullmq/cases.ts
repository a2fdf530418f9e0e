import type { ConnectionOptions, FlowJob, JobsOptions } from "bullmq";
import { expect } from "vitest";
import type { Report } from "../../src/findings/report.js";
import type { Became } from "./sides.js";

/** What one side made of a case. */
export interface Outcome {
  readonly jobs: readonly Became[];
  /** Lines that the worker's process wrote. */
  readonly output: readonly string[];
  /** Reports that name a run of the queue. */
  readonly reports: readonly Report[];
}

/** How a sample is run; both sides get the same. */
export interface Case {
  /** Of the jobs; one of the name `work` unless said. */
  readonly names?: readonly string[];
  readonly data?: (side: { readonly connection: ConnectionOptions; readonly marker: string }) => object;
  readonly opts?: JobsOptions;
  /** The job is the parent of these. */
  readonly children?: readonly Partial<Pick<FlowJob, "data" | "opts">>[];
  /** The worker does not start with the file: the error's code. */
  readonly refused?: string;
  /** What the processor prints is compared, too; where a run fails in an unusual way, a host says more. */
  readonly prints?: true;
  /** With BullMQ the job does not end. */
  readonly endless?: true;
  /** It blocks: that many reports are waited for. */
  readonly stalls?: number;
  /** What is not the same, and is said to be so in docs/bullmq.md; all else is compared. */
  readonly differs?: (theirs: Outcome, ours: Outcome) => void;
}

const two = [{ data: { n: 1 } }, { data: { n: 2 } }];

const withConnection: Case["data"] = ({ connection }) => ({ connection });

const failedWith = (reason: string | RegExp) => ({
  state: "failed",
  failedReason: expect.stringMatching(reason) as string,
});

/** Every sample, by its file. */
export const cases: Readonly<Record<string, Case>> = {
  "exports-function.cjs": {},
  "exports-default.mjs": {},
  "exports-typescript.ts": {},
  "exports-compiled-default.cjs": {},
  "takes-a-callback.cjs": {},
  "exports-nothing.cjs": {
    refused: "LOOPWARD_NO_HANDLER",
    differs: (theirs) => expect(theirs.jobs).toMatchObject([failedWith("No function is exported")]),
  },
  "throws-while-loading.cjs": {
    refused: "LOOPWARD_APP_UNREADABLE",
    differs: (theirs) => expect(theirs.jobs).toMatchObject([failedWith("no settings were found")]),
  },
  "takes-any-name.cjs": { names: ["welcome", "goodbye", "__default__"] },
  "reads-members.cjs": { opts: { attempts: 2, priority: 3, jobId: "one-of-a-kind" } },
  "knows-its-parent.cjs": { children: [{}] },
  "gets-token-and-signal.cjs": {},
  "reads-environment.cjs": {},
  "prints.cjs": { prints: true },
  "asks-its-state.cjs": {
    differs: (theirs, ours) => {
      expect(theirs.jobs).toMatchObject([{ returnvalue: {} }]);
      expect(ours.jobs).toMatchObject([{ returnvalue: { state: "active", redelivered: false } }]);
    },
  },
  "returns-without-promise.cjs": {},
  "returns-nothing.cjs": {},
  "returns-no-json.cjs": {},
  "updates-progress.cjs": {},
  "writes-log.cjs": { opts: { keepLogs: 3 } },
  "updates-data.cjs": {},
  "updates-without-waiting.cjs": {},
  "goes-on-at-its-step.cjs": { opts: { attempts: 2 } },
  "moves-to-delayed.cjs": {},
  "moves-to-wait.cjs": {},
  "waits-for-children.cjs": { data: withConnection },
  "limits-its-rate.cjs": { data: withConnection },
  "reads-children-values.cjs": { children: two },
  "reads-children-failures.cjs": { children: [{ opts: { ignoreDependencyOnFailure: true } }] },
  "counts-dependencies.cjs": { children: two },
  "lists-dependencies.cjs": { children: two },
  "calls-what-is-refused.cjs": {},
  "fails.cjs": {},
  "fails-without-message.cjs": {
    differs: (theirs, ours) => {
      expect(theirs.jobs).toMatchObject([{ ...failedWith("TypeError"), stack: ["Error: TypeError"] }]);
      expect(ours.jobs).toMatchObject([
        {
          ...failedWith("TypeError"),
          stack: [expect.stringMatching(/^TypeError/), "fails-without-message.cjs:2"],
        },
      ]);
    },
  },
  "throws-no-error.cjs": {},
  "throws-plain-object.cjs": {},
  "fails-with-circle.cjs": {},
  "gives-up.cjs": { opts: { attempts: 5 } },
  "retries-with-backoff.cjs": { opts: { attempts: 3, backoff: { type: "exponential", delay: 20 } } },
  "throws-in-timer.cjs": {},
  "rejects-unheard.cjs": {},
  "exits.cjs": {
    differs: (theirs, ours) => {
      expect(theirs.jobs).toMatchObject([failedWith("Unexpected exit code: 3 signal: null")]);
      expect(ours.jobs).toMatchObject([failedWith(/process\.exit\(3\) was called/)]);
    },
  },
  "is-killed-once.cjs": {
    data: ({ marker }) => ({ marker }),
    differs: (theirs, ours) => {
      expect(theirs.jobs).toMatchObject([failedWith("Unexpected exit code: null signal: SIGKILL")]);
      expect(ours.jobs).toMatchObject([
        {
          state: "completed",
          returnvalue: { redelivered: true, data: "before it was killed" },
          attemptsMade: 1,
        },
      ]);
    },
  },
  "blocks-for-a-while.cjs": {
    stalls: 1,
    differs: (theirs, ours) => {
      expect(ours.jobs).toEqual(theirs.jobs);
      expect(ours.reports).toMatchObject([
        {
          cause: "sync-call",
          task: { name: "work", queue: "blocks-for-a-while" },
          blame: {
            file: "test/bullmq/samples/blocks-for-a-while.cjs",
            line: 4,
            api: "child_process.execFileSync",
          },
        },
      ]);
    },
  },
  "loops-for-ever.cjs": {
    endless: true,
    differs: (theirs, ours) => {
      expect(theirs.jobs).toMatchObject([{ state: "active" }]);
      expect(ours.jobs).toMatchObject([failedWith(/held the event loop .* at .*loops-for-ever\.cjs:2/)]);
    },
  },
  "runs-beside-others.cjs": {
    names: ["a", "b", "c", "d"],
    differs: (theirs, ours) => {
      const processes = ({ jobs }: Outcome) => new Set(jobs.map((job) => job.returnvalue)).size;
      expect(processes(theirs)).toBe(4);
      expect(processes(ours)).toBe(1);
    },
  },
};
