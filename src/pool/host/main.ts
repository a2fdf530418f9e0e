/**
 * The host: a child process with one event loop that executes runs. Started by `HostProcess`, spoken to over IPC.
 */
import { channels } from "../../../runtime/channels.js";
import { throwsInPlace, type Guard } from "../../../runtime/types.js";
import type { Report } from "../../findings/report.js";
import { CancelledError } from "../../findings/run-errors.js";
import { GUARD_FD, type FromHost, type HostSetup, type Settlement, type ToHost } from "../protocol.js";
import { flushSpans } from "../../task/tracing.js";
import { Handlers } from "../handlers.js";
import { toWire } from "../wire-error.js";
import { JobCalls } from "./adopted/job-calls.js";
import { Admission } from "./admission.js";
import { loadApp, stallRulesOf } from "./app-loader.js";
import { withDefaultLimits } from "./limits.js";
import { Executor, type RunVoice } from "./executor.js";
import { Outbox } from "./outbox.js";
import { findRunTracer, type RunTracer } from "./run-tracer.js";
import { StrayErrors } from "./stray-errors.js";
import { watchSupervisor } from "./supervisor-watch.js";
import { tellVitals } from "./tell-vitals.js";
import { Wear } from "./wear.js";

/** For how long the exporter of an app's spans may hold the end of the host up, in ms. */
const SPANS_PATIENCE_MS = 500;

let executor: Executor | null = null;
let admission: Admission | null = null;
let guard: Guard | null = null;
let stray: StrayErrors | null = null;
let wear: Wear | null = null;
let tracer: RunTracer | null = null;
let handlers: Handlers | null = null;
let isHalting = false;

const send = (message: FromHost): void => {
  // `connected` turns false when the supervisor dies: what is left to say has no reader.
  if (process.connected) process.send?.(message);
};
let outbox = new Outbox(send, null);
const calls = new JobCalls(send);

process.on("message", (message: ToHost) => {
  switch (message.type) {
    case "setup":
      void setUp(message.setup);
      return;
    case "dispatch":
      for (const order of message.runs) admission?.take(order);
      return;
    case "cancel":
      cancel(message.key, message.reason);
      return;
    case "answers":
      calls.answer(message.answers);
      return;
    case "stand-by":
      guard?.rest();
      return;
    case "drain":
      void drain();
      return;
    case "halt":
      halt();
      return;
    default:
      message satisfies never;
  }
});

// An app that ends its host does not take along what settled before.
process.once("exit", () => outbox.flush());

// A host without its supervisor can settle nothing. The thread sees to it where the loop does not turn to hear of it.
watchSupervisor();
process.on("disconnect", () => {
  stray?.expectEnd();
  process.exit(0);
});

function settle(settlement: Settlement): void {
  calls.flush();
  outbox.settle(settlement);
  if (isHalting) outbox.flush();
  const reason = wear?.settled() ?? null;
  if (reason === null) return;
  wear = null;
  // First, or the slot that the settlement frees would be given to another run.
  send({ type: "recycle", reason });
  outbox.flush();
}

function cancel(key: string, reason: string | null): void {
  const heldBack = admission?.withdraw(key);
  if (!heldBack) executor?.cancel(key, reason);
  else {
    const error = toWire(new CancelledError(heldBack.task, reason));
    settle({ key, tookMs: 0, status: "failed", error });
  }
}

function tellReport(report: Report): void {
  tracer?.note(report);
  const stalls = channels["loopward:stall"];
  if (stalls.hasSubscribers) stalls.publish({ report, handler: handlers?.of(report) ?? null });
}

async function setUp(setup: HostSetup): Promise<void> {
  try {
    // The guard first: what it wraps must be wrapped before the app's modules take hold of it.
    if (setup.guard) {
      const { startGuard } = await import("../../../runtime/guard.js");
      const sink = { fd: GUARD_FD };
      guard = await startGuard({ ...setup.guard, root: setup.root, sink, onReport: tellReport });
    }
    outbox = new Outbox(send, guard);
    const inPlace = setup.guard && throwsInPlace(setup.guard);
    const instrument = inPlace ? (setup.guard?.instrument ?? []) : null;
    const tasks = withDefaultLimits(await loadApp(setup, instrument), setup.limits);
    guard?.setRules(stallRulesOf(tasks.values()));
    const voice: RunVoice = {
      progress: (key, value) => send({ type: "progress", key, value }),
      log: (key, message, fields) => send({ type: "log", key, message, ...(fields && { fields }) }),
      call: (key, method, args) => calls.call(key, method, args),
      notice: (run, message) => send({ type: "notice", run, message }),
    };
    tracer = findRunTracer(setup.root, guard);
    handlers = new Handlers([...tasks.values()].map(({ info }) => info));
    const executing = new Executor(tasks, guard, voice, setup.sliceMs, tracer);
    executor = executing;
    admission = new Admission(setup.loopTargetMs ?? null, (order, ended) =>
      executing.execute(order, (settlement) => {
        settle(settlement);
        ended();
      }),
    );
    wear = new Wear(setup.recycle);
    stray = new StrayErrors(executor, send, setup.endOnStrayError ?? false);
    stray.catch();
    if (setup.vitals) tellVitals(send);
    send({ type: "ready", tasks: [...tasks.values()].map((loaded) => loaded.info) });
  } catch (error) {
    send({ type: "load-failed", error: toWire(error) });
    await drain();
  }
}

// What settles until the end comes is said at once: a settlement that is lost would be a run done twice.
function halt(): void {
  isHalting = true;
  admission?.stop();
  stray?.expectEnd();
  outbox.flush();
  send({ type: "drained" });
}

async function drain(): Promise<void> {
  stray?.expectEnd();
  outbox.flush();
  await tracer?.flush();
  await flushSpans(SPANS_PATIENCE_MS);
  await guard?.stop();
  // Messages are written in order: once this one is out, all before it are.
  process.send?.({ type: "drained" } satisfies FromHost, () => process.disconnect());
}
