/**
 * The watchdog thread's entry. Started by the main thread's `WatchdogLink`; the same JavaScript whatever loaders the
 * app registered.
 */
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { Report, TaskInput } from "../../src/findings/report.js";
import { CONTROL, viewSharedState, WORD } from "../shared-state.js";
import { claimUnsaid } from "../unsaid.js";
import { BlockingCalls } from "./blocking-calls.js";
import { Capture } from "./capture.js";
import { FrameLocator } from "./frames.js";
import { Ladder } from "./ladder.js";
import { Origins } from "./origins.js";
import type { FromWatchdog, ToWatchdog, WatchdogData } from "./protocol.js";
import { Questions } from "./questions.js";
import { Records } from "./records.js";
import { Reporter } from "./reporter.js";
import { SourceMaps } from "./source-maps.js";
import { MainThreadView } from "./view.js";
import { Thrower } from "./thrower.js";
import { Watchdog } from "./watchdog.js";

const data = workerData as WatchdogData;
const state = viewSharedState(data.shared);
const maps = new SourceMaps(data.inPlace !== null);
const view = new MainThreadView(state);
const capture = new Capture();
const lookEveryMs = Math.min(10, data.options.thresholdMs / 4);
const ladder = new Ladder(data.options);
const givesUp = new Questions<boolean>((report) => send({ type: "abort", report }), false);
const inputs = new Questions<TaskInput | null>((report) => send({ type: "input", report }), null);

const records = new Records(data.options.sink);
const locator = new FrameLocator(data.options.root, maps);
const origins = new Origins(locator);
const reporter = new Reporter(data.options.thresholdMs, locator, maps, origins);
const write = (report: Report): void => {
  records.report(report);
  if (data.tellReports) send({ type: "report", report });
};
const blockingCalls = new BlockingCalls(reporter, write);

const watchdog = new Watchdog(
  data.options,
  {
    view,
    capture,
    claimUnsaid: () => claimUnsaid(state),
    records,
    reporter,
    thrower: data.inPlace && new Thrower(data.inPlace),
    ladder,
    giveUp: (report) => givesUp.ask(report),
    addInput,
    write,
  },
  lookEveryMs,
);

let timer: NodeJS.Timeout | undefined;
let ending = false;

parentPort?.on("message", hear);

send({ type: "ready" });
// The first look has much to compile, on other threads as well: in a stall, they would take the processor from whoever is to blame.
capture.ask(() => undefined);
// Last: from here on this thread sleeps outside of its event loop for as long as all is calm.
look();

function hear(message: ToWatchdog): void {
  switch (message.type) {
    case "map":
      maps.add(message.map);
      return;
    case "rules":
      ladder.set(message.rules);
      return;
    case "abort-done":
      givesUp.answer(message.reportId, message.given);
      return;
    case "input-is":
      inputs.answer(message.reportId, message.input);
      return;
    case "blocking-call":
      blockingCalls.first(message.note);
      return;
    case "blocking-counts":
      blockingCalls.counted(message.counts);
      return;
    case "origin":
      origins.add(message.note);
      return;
    case "flush":
      void flush().then(() => send({ type: "flushed", number: message.number }));
      return;
    case "stop":
      void end();
      return;
    default:
      message satisfies never;
  }
}

async function flush(): Promise<void> {
  await watchdog.flush();
  await blockingCalls.flush();
}

function look(): void {
  let waitMs = watchdog.look();
  // A turn of this thread's own event loop costs several times as much as a glance.
  for (let calmMs = watchdog.glance(); calmMs !== null && !view.isCalled; calmMs = watchdog.glance()) {
    Atomics.wait(state.words, WORD.DOORBELL, 0, calmMs);
    waitMs = 0;
  }
  // Not left to the event loop: from Node 24 on the next look may come before its messages, and sleep over them.
  if (Atomics.exchange(state.words, WORD.DOORBELL, 0) !== 0) hearAll();
  if (ending) return;
  timer = setTimeout(look, waitMs);
  if (Atomics.load(state.words, WORD.CONTROL) === CONTROL.STOPPING) void end();
}

function hearAll(): void {
  for (
    let next = parentPort && receiveMessageOnPort(parentPort);
    next;
    next = parentPort && receiveMessageOnPort(parentPort)
  )
    hear(next.message as ToWatchdog);
}

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  clearTimeout(timer);
  // At its `exit` event the main thread only waits.
  if (Atomics.load(state.words, WORD.CONTROL) === CONTROL.STOPPING)
    for (const questions of [givesUp, inputs]) questions.close();
  // What the main thread said last, before its `exit` event held it up.
  hearAll();
  await flush();
  capture.disconnect();
  // The main thread may wait for this in its `exit` event, or else hears of it.
  Atomics.store(state.words, WORD.CONTROL, CONTROL.DISCONNECTED);
  Atomics.notify(state.words, WORD.CONTROL);
  send({ type: "disconnected" });
  // Node aborts the process where the main thread takes its end of a session apart while this thread's is being destroyed.
  Atomics.wait(state.words, WORD.CONTROL, CONTROL.DISCONNECTED);
  parentPort?.close();
}

async function addInput(report: Report): Promise<Report> {
  const input = data.asksInputs && report.task ? await inputs.ask(report) : null;
  return report.task && input ? { ...report, task: { ...report.task, input } } : report;
}

function send(message: FromWatchdog): void {
  parentPort?.postMessage(message);
}
