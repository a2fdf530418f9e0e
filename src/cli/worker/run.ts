import type { GuardMode } from "../../../runtime/types.js";
import { createWorker, type Worker } from "../../worker/create-worker.js";
import type { WorkerFlags } from "../worker.js";
import { createLog } from "./log.js";

/** Starts a worker and stays until it is told to stop. */
export async function runWorker(flags: WorkerFlags): Promise<void> {
  const log = createLog(flags.loglevel);
  const mode = guardMode(flags);
  const worker = await createWorker({
    app: flags.app,
    pool: flags.pool,
    concurrency: flags.concurrency,
    hosts: flags.hosts,
    loopTargetMs: flags.loopTarget,
    processes: flags.processes,
    queues: flags.queues,
    broker: flags.broker,
    reportsDir: flags.reports,
    reportsMaxBytes: flags.reportsMaxSize,
    guard: mode
      ? {
          mode,
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
        }
      : false,
    placement: {
      ...(flags.placement && { mode: flags.placement }),
      ...(flags.placementStalls !== undefined && { stalls: flags.placementStalls }),
      ...(flags.placementStolen !== undefined && { stolenMs: flags.placementStolen }),
      ...(flags.placementWindow !== undefined && { windowMs: flags.placementWindow }),
    },
    maxRunsPerHost: flags.maxTasksPerChild,
    maxMemoryPerHostMb: flags.maxMemoryPerHost,
    lockDurationMs: flags.lockDuration,
    strayErrors: flags.strayErrors,
    findings: flags.findings,
    onFindings: flags.onFindings,
    log,
  });
  log.info(
    { queues: worker.queues, slots: worker.slots, pid: process.pid },
    `ready: ${worker.tasks.length} tasks, ${worker.slots} slots, queues ${worker.queues.join(", ")}, broker ${worker.brokerLabel}`,
  );
  await stopOnSignal(worker, (message) => log.info({}, message));
}

// What adds to reports needs the guard, and no run given up for it.
function guardMode({ guard, guardStrict, guardOrigin, guardCaptureInput }: WorkerFlags): GuardMode | null {
  const reports = [guardStrict, guardOrigin, guardCaptureInput].some((flag) => flag !== undefined);
  if (guard === undefined) return reports ? "report" : null;
  return guard === true ? "abort" : guard;
}

// First signal: warm, the runs in flight finish. Second: cold, they go back to the queue at once.
async function stopOnSignal(worker: Worker, say: (message: string) => void): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let signals = 0;
    const onSignal = () => {
      signals += 1;
      if (signals > 2) return;
      say(
        signals === 1 ? "stopping: runs in flight finish first (again to stop at once)" : "stopping at once",
      );
      worker.close(signals === 1 ? {} : { graceMs: 0 }).then(resolve, reject);
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, onSignal);
  });
  say("stopped");
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.removeAllListeners(signal);
}
