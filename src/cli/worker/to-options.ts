import type { GuardMode } from "../../../runtime/types.js";
import type { WorkerGuardOptions, WorkerOptions } from "../../worker/options.js";
import type { WorkerFlags } from "./flags.js";

/** What the library is told: the flags under its own names. */
export function toOptions(flags: WorkerFlags): Partial<WorkerOptions> {
  return {
    app: flags.app,
    pool: flags.pool,
    concurrency: flags.concurrency,
    autoscale: flags.autoscale,
    loopTargetMs: flags.loopTarget,
    hosts: flags.hosts,
    processes: flags.processes,
    spare: flags.withoutSpare && false,
    queues: flags.queues,
    excludeQueues: flags.excludeQueues,
    broker: flags.broker,
    prefetch: flags.prefetch,
    purge: flags.purge,
    timeLimitMs: flags.timeLimit,
    softTimeLimitMs: flags.softTimeLimit,
    reportsDir: flags.reports,
    reportsMaxBytes: flags.reportsMaxSize,
    fleetReports: flags.fleetReports,
    guard: guardOf(flags),
    placement: {
      ...(flags.placement && { mode: flags.placement }),
      ...(flags.placementStalls !== undefined && { stalls: flags.placementStalls }),
      ...(flags.placementStolen !== undefined && { stolenMs: flags.placementStolen }),
      ...(flags.placementWindow !== undefined && { windowMs: flags.placementWindow }),
    },
    maxRunsPerHost: flags.maxTasksPerChild,
    maxMemoryPerHostMb: flags.maxMemoryPerHost ?? inMb(flags.maxMemoryPerChild),
    lockDurationMs: flags.lockDuration,
    shutdownTimeoutMs: flags.shutdownTimeout,
    strayErrors: flags.strayErrors,
    findings: flags.findings,
    onFindings: flags.onFindings,
    inspect: inspectorFlag(flags),
    import: flags.import,
  };
}

function guardOf(flags: WorkerFlags): false | WorkerGuardOptions | undefined {
  if (flags.guard === "off") return false;
  const settings: Omit<WorkerGuardOptions, "mode"> = {
    thresholdMs: flags.guardThreshold,
    abortAfterMs: flags.guardAbortAfter,
    abort: flags.guardAbort,
    instrument: flags.guardInstrument,
    strict: flags.guardStrict,
    allowBlockingCalls: flags.guardAllow,
    allowBlockingCallsInside: flags.guardAllowInside,
    origin: flags.guardOrigin,
    captureInput: flags.guardCaptureInput,
    redact: flags.guardRedact,
  };
  const mode = guardMode(flags);
  return mode === null ? undefined : { mode, ...settings };
}

// What adds to reports needs the guard, and no run given up for it.
function guardMode({ guard, guardStrict, guardOrigin, guardCaptureInput }: WorkerFlags): GuardMode | null {
  const reports = [guardStrict, guardOrigin, guardCaptureInput].some((flag) => flag !== undefined);
  if (guard === undefined || guard === "off") return reports ? "report" : null;
  return guard === true ? "abort" : guard;
}

function inspectorFlag({ inspect, inspectBrk }: WorkerFlags): string | undefined {
  const [flag, where] = inspectBrk === undefined ? ["--inspect", inspect] : ["--inspect-brk", inspectBrk];
  if (where === undefined) return undefined;
  return where === true ? flag : `${flag}=${where}`;
}

function inMb(kib: number | undefined): number | undefined {
  return kib === undefined ? undefined : Math.ceil(kib / 1024);
}
