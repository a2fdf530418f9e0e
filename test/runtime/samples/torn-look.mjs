// One thread makes short wrapped calls as the run in slot 1; this one looks at them, and prints what it was shown.
import { Worker, isMainThread, workerData } from "node:worker_threads";
import { Crumbs } from "../../../dist/runtime/breadcrumbs/crumbs.js";
import { wrapFunction } from "../../../dist/runtime/breadcrumbs/wrap.js";
import { RunSlots } from "../../../dist/runtime/run-slots.js";
import { createSharedState, viewSharedState } from "../../../dist/runtime/shared-state.js";
import { MainThreadView } from "../../../dist/runtime/watchdog/view.js";

const SIGHTINGS = 10_000;
const SLOT = 1;

if (isMainThread) {
  const state = createSharedState();
  new RunSlots(state).take({ name: "caller", runId: "1", queue: "default", attempt: 1 });
  const worker = new Worker(new URL(import.meta.url), { workerData: state.buffer });
  await new Promise((resolve) => worker.once("online", resolve));
  const view = new MainThreadView(state);
  const shown = { caller: 0, nobody: 0 };
  for (let look = 0; shown.caller < SIGHTINGS; look += 1) {
    const { crumb } = view.look(look);
    if (crumb) shown[crumb.task?.name ?? "nobody"] += 1;
  }
  await worker.terminate();
  console.log(JSON.stringify(shown));
} else {
  const runs = { slot: () => SLOT, current: () => undefined };
  const crumbs = new Crumbs(viewSharedState(workerData), runs, { share: () => undefined });
  const call = wrapFunction(() => 1, { api: 1, opaque: true, family: 1 }, crumbs);
  for (;;) call();
}
