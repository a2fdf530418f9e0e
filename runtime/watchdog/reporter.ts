import { hostname } from "node:os";
import { randomUUID } from "node:crypto";
import { causes, type Cause } from "../../src/findings/cause.js";
import {
  REPORT_SCHEMA,
  type Blame,
  type Report,
  type ReportTask,
  type StackNode,
} from "../../src/findings/report.js";
import { byApi } from "../../src/catalogue/index.js";
import { isoTime } from "../clock.js";
import type { BlockingCallNote } from "../strict/notes.js";
import { judge, readStack, type Verdict } from "./blame.js";
import { apiOf, CRUMB, dominantCall, weigh, type Sites } from "./evidence.js";
import type { FrameLocator } from "./frames.js";
import { culpritOf, type Hold } from "./hold.js";
import type { Origins } from "./origins.js";
import type { SourceMaps } from "./source-maps.js";
import { stackTree, toFrame } from "./stack-tree.js";

const MAX_FRAMES = 30;

/** What is known of a hold besides its evidence. */
export interface Circumstances {
  readonly id: string;
  readonly nowMs: number;
  readonly durationMs: number;
  readonly ongoing: boolean;
  readonly inFlight: number;
  /** Time that V8 collected garbage; null: not known yet. */
  readonly gcMs: number | null;
  /** A cause that blames no one, where one explains the hold. */
  readonly excuse: Cause | null;
}

/** Puts holds in words. */
export class Reporter {
  readonly #thresholdMs: number;
  readonly #locator: FrameLocator;
  readonly #maps: SourceMaps;
  readonly #origins: Origins;

  constructor(thresholdMs: number, locator: FrameLocator, maps: SourceMaps, origins: Origins) {
    this.#thresholdMs = thresholdMs;
    this.#locator = locator;
    this.#maps = maps;
    this.#origins = origins;
  }

  async stall(hold: Hold, sites: Sites, circumstances: Circumstances): Promise<Report> {
    const stacks = await weigh(hold, circumstances.nowMs, sites, this.#locator);
    const verdict = judge(stacks);
    const call = dominantCall(hold, circumstances.nowMs);
    const site = call && sites.get(call.seq);
    const culprit = site ? site.task : culpritOf(hold);
    const cause = circumstances.excuse ?? causeOf(hold, verdict, culprit, call ? apiOf(call.api) : null);
    const blames = causes[cause].blames && !(cause === "load" && !culprit);
    const task = blames ? (culprit ?? null) : null;
    const report = this.#report(circumstances, {
      time: isoTime(hold.sinceMs),
      cause,
      task,
      blame: blames && verdict ? this.#blame(verdict) : null,
      stack: verdict ? verdict.stack.flatMap(toFrame).slice(0, MAX_FRAMES) : [],
      tree: verdict ? stackTree(stacks) : null,
      cpuMs: hold.cpuMs,
      delayedRuns: Math.max(0, circumstances.inFlight - (task ? 1 : 0)),
      advice: adviceOf(cause, verdict ? verdict.api : call ? apiOf(call.api) : null),
    });
    const { nowMs, durationMs, ongoing } = circumstances;
    // What stalls is known to its tracer when it is over.
    const origin = blames && !ongoing ? await this.#origins.of(hold, nowMs, durationMs) : null;
    return origin ? { ...report, origin } : report;
  }

  /** A blocking call inside a run that has just begun, however short it will be. */
  async blockingCall(id: string, { api, task, frames, atMs }: BlockingCallNote): Promise<Report> {
    const located = await this.#locator.locate(frames);
    const reading = readStack({ frames: [CRUMB, ...located], api: apiOf(api) });
    const named = reading?.api ?? apiOf(api);
    const cause = reading?.cause ?? "sync-call";
    const report = this.#report(
      { id, nowMs: atMs, durationMs: 0, ongoing: true, inFlight: 0, gcMs: null, excuse: null },
      {
        time: isoTime(atMs),
        cause,
        task,
        blame: reading && this.#blame({ ...reading, api: named, confidence: 1, stack: located }),
        stack: located.flatMap(toFrame).slice(0, MAX_FRAMES),
        tree: null,
        cpuMs: null,
        delayedRuns: 0,
        advice: adviceOf(cause, named),
      },
    );
    return { ...report, kind: "blocking-call" };
  }

  /** Many runs each did a little: `count` late turns, `totalMs` in all, `circumstances.durationMs` at worst. */
  saturation(circumstances: Circumstances, sinceMs: number, count: number, totalMs: number): Report {
    const report = this.#report(circumstances, {
      time: isoTime(sinceMs),
      cause: "saturation",
      task: null,
      blame: null,
      stack: [],
      tree: null,
      cpuMs: null,
      delayedRuns: circumstances.inFlight,
      advice: causes.saturation.advice,
    });
    return count > 1 ? { ...report, folded: { count, totalMs: tenth(totalMs) } } : report;
  }

  #report(
    { id, durationMs, ongoing, gcMs }: Circumstances,
    told: Pick<Report, "time" | "cause" | "task" | "blame" | "stack" | "advice"> & {
      readonly tree: readonly StackNode[] | null;
      readonly cpuMs: number | null;
      readonly delayedRuns: number;
    },
  ): Report {
    const { tree, cpuMs, delayedRuns, time, cause, task, blame, stack, advice } = told;
    return {
      schema: REPORT_SCHEMA,
      id,
      time,
      kind: "stall",
      cause,
      durationMs: tenth(durationMs),
      ongoing,
      thresholdMs: this.#thresholdMs,
      task,
      blame,
      stack,
      ...(tree && { tree }),
      // Both are counted in steps, and may be a step off.
      ...(cpuMs !== null && { cpuMs: tenth(Math.max(0, Math.min(cpuMs, durationMs))) }),
      ...(gcMs !== null && { gcMs: tenth(Math.min(gcMs, durationMs)) }),
      impact: { delayedRuns },
      action: "reported",
      advice,
      host: { pid: process.pid, node: process.version, name: hostname() },
    };
  }

  #blame({ frame, api, confidence }: Verdict): Blame {
    return {
      function: frame.function,
      file: frame.file,
      line: frame.line,
      column: frame.column,
      api,
      code: this.#maps.codeAt(frame.path, frame.line),
      confidence: Math.round(confidence * 100) / 100,
    };
  }
}

/** A new report id. */
export function reportId(): string {
  return randomUUID();
}

function causeOf(
  hold: Hold,
  verdict: Verdict | null,
  culprit: ReportTask | null | undefined,
  api: string | null,
): Cause {
  if (!verdict) {
    // A native call that has not returned yet: its kind is known before its site is.
    const entry = api === null ? undefined : byApi(api);
    if (entry && culprit !== undefined) return entry.kind;
    return hold.loading ? "load" : "unknown";
  }
  if (hold.microtasks && hold.samples.length > 1 && verdict.cause === "cpu") return "microtasks";
  return verdict.cause;
}

function adviceOf(cause: Cause, api: string | null): string {
  const instead = api === null ? undefined : byApi(api)?.instead;
  return instead && causes[cause].blames ? `Use ${instead}.` : causes[cause].advice;
}

function tenth(ms: number): number {
  return Math.round(ms * 10) / 10;
}
