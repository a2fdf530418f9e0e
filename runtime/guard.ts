import { isMainThread } from "node:worker_threads";
import type { Report, ReportTask } from "../src/findings/report.js";
import { fail } from "../src/findings/errors.js";
import type { StallRule } from "../src/findings/stall-rule.js";
import { Crumbs } from "./breadcrumbs/crumbs.js";
import { installBreadcrumbs } from "./breadcrumbs/install.js";
import { hookImports, installPackageHooks } from "./breadcrumbs/package-hooks.js";
import { GcLog } from "./gc-log.js";
import { Heartbeat } from "./heartbeat.js";
import { InPlaceAbort } from "./in-place/abort-in-place.js";
import { loadBlockedAt } from "./origin/load-blocked-at.js";
import type { OriginNote } from "./origin/note.js";
import { traceOrigins } from "./origin/tracer.js";
import { installPeek } from "./peek.js";
import { RunContext } from "./run-context.js";
import { ScriptMaps } from "./script-maps.js";
import { createSharedState, type SharedState } from "./shared-state.js";
import type { StrictOptions } from "./strict/options.js";
import { StrictMode } from "./strict/strict-mode.js";
import { throwsInPlace, type Guard, type GuardedRun, type GuardOptions } from "./types.js";
import { WatchdogLink } from "./watchdog-link.js";
import { Unsaid } from "./unsaid.js";
import type { FromWatchdog } from "./watchdog/protocol.js";

let active = false;

/**
 * Starts the guard around this thread's loop. Must come before the app's modules are loaded: what they take hold of
 * must be wrapped already.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION` when a guard watches this loop already, `LOOPWARD_NOT_MAIN_THREAD`
 */
export async function startGuard(options: GuardOptions): Promise<Guard> {
  if (!isMainThread) throw fail("LOOPWARD_NOT_MAIN_THREAD", []);
  if (active) throw fail("LOOPWARD_BAD_OPTION", ["startGuard", "a guard watches this event loop already"]);
  active = true;
  try {
    return await LoopGuard.start(options);
  } catch (error) {
    active = false;
    throw error;
  }
}

class LoopGuard implements Guard {
  readonly unsaid: Unsaid;
  readonly #runs: RunContext;
  readonly #parts: readonly { stop(): void }[];
  readonly #link: WatchdogLink;
  readonly #heartbeat: Heartbeat;
  /** In this time the loop, if it turns, has turned. */
  readonly #turnMs: number;

  private constructor(
    state: SharedState,
    runs: RunContext,
    parts: readonly { stop(): void }[],
    link: WatchdogLink,
    heartbeat: Heartbeat,
    beatMs: number,
  ) {
    this.#turnMs = 3 * beatMs;
    this.unsaid = new Unsaid(state);
    this.#runs = runs;
    this.#parts = parts;
    this.#link = link;
    this.#heartbeat = heartbeat;
  }

  static async start({ onReport, inputOf, ...options }: GuardOptions): Promise<LoopGuard> {
    // First, since it takes a while: the guard is not to report itself.
    const blockedAt = options.origin ? loadBlockedAt(options.root) : null;
    hookImports(options.root);
    const state = createSharedState();
    const runs = new RunContext(state, options.mode === "abort");
    const beatMs = Math.min(10, options.thresholdMs / 4);
    const gcLog = new GcLog(state, options.thresholdMs);
    const heartbeat = new Heartbeat(state, beatMs, (now) => {
      runs.beat();
      gcLog.turned(now);
    });
    const inPlace = throwsInPlace(options) ? InPlaceAbort.install(runs) : null;
    const link = await WatchdogLink.start(
      state,
      {
        options,
        tellReports: onReport !== undefined,
        asksInputs: inputOf !== undefined,
        inPlace: inPlace?.channel ?? null,
      },
      (message, link) => answer(message, runs, link, { onReport, inputOf }),
    );
    const maps = new ScriptMaps((map) => link.send({ type: "map", map }), inPlace !== null);
    const tellOrigin = (note: OriginNote) => link.send({ type: "origin", note });
    const parts = [
      ...install(state, runs, link, maps, gcLog, options.strict ?? null),
      // Late: what the guard itself starts need not be followed.
      ...(blockedAt ? [traceOrigins(blockedAt, options.thresholdMs / 2, maps, tellOrigin)] : []),
      ...(inPlace ? [inPlace] : []),
      heartbeat,
      // Last: it hears of the loop's turns.
      gcLog,
    ];
    return new LoopGuard(state, runs, parts, link, heartbeat, beatMs);
  }

  begin(task: ReportTask, onAbort?: (report: Report) => void): GuardedRun {
    if (this.#heartbeat.isResting) this.#wake();
    return this.#runs.begin(task, onAbort);
  }

  current(): ReportTask | null {
    return this.#runs.current()?.task ?? null;
  }

  async flush(): Promise<void> {
    // The heartbeat has to have seen the loop turn.
    await new Promise((resolve) => setTimeout(resolve, this.#turnMs));
    await this.#link.flush();
  }

  rest(): void {
    this.#heartbeat.rest();
  }

  setRules(rules: ReadonlyMap<string, StallRule>): void {
    this.#link.send({ type: "rules", rules });
  }

  async stop(): Promise<void> {
    for (const part of this.#parts) part.stop();
    await this.#link.stop();
    this.#runs.stop();
    active = false;
  }

  #wake(): void {
    this.#heartbeat.wake();
    this.#link.ring();
  }
}

function install(
  state: SharedState,
  runs: RunContext,
  link: WatchdogLink,
  maps: ScriptMaps,
  gcLog: GcLog,
  strictly: StrictOptions | null,
): { stop(): void }[] {
  const strict = strictly ? new StrictMode(strictly, runs, maps, (message) => link.send(message)) : null;
  const crumbs = new Crumbs(state, runs, maps, strict);
  const packages = installPackageHooks(crumbs);
  const breadcrumbs = installBreadcrumbs(crumbs);
  const peek = installPeek(state, runs, maps, gcLog);
  return [
    { stop: () => packages.remove() },
    { stop: () => breadcrumbs.remove() },
    { stop: () => peek.remove() },
    ...(strict ? [strict] : []),
  ];
}

function answer(
  message: FromWatchdog,
  runs: RunContext,
  link: WatchdogLink,
  { onReport, inputOf }: Pick<GuardOptions, "onReport" | "inputOf">,
): void {
  switch (message.type) {
    case "ready":
    case "flushed":
    case "disconnected":
      return;
    case "report":
      onReport?.(message.report);
      return;
    case "input": {
      const { id: reportId, task } = message.report;
      link.send({ type: "input-is", reportId, input: (task && inputOf?.(task)) ?? null });
      return;
    }
    case "abort": {
      const { report } = message;
      const run = report.task ? runs.find(report.task) : undefined;
      link.send({ type: "abort-done", reportId: report.id, given: run?.onAbort !== undefined });
      run?.onAbort?.(report);
      return;
    }
    default:
      message satisfies never;
  }
}
