// Runs the tasks of fixtures under the guard, one after the other, as a host does: TypeScript through tsx, innocents
// beside them. Prints, a line a task, for how long the loop stood still at most, and how much of it was computed.
import { pathToFileURL } from "node:url";
import { cpuMs, run, sleep, turn, withInnocents } from "./setup.mjs";

const [esm, cjs] = await Promise.all([import("tsx/esm/api"), import("tsx/cjs/api")]);
cjs.register();
esm.register();
const ctx = {
  id: "1",
  attempt: 1,
  redelivered: false,
  signal: new AbortController().signal,
  log: () => undefined,
  progress: () => undefined,
  yieldIfDue: turn,
};

for (const taskFile of process.argv.slice(2)) {
  const { task } = await import(pathToFileURL(taskFile).href);
  await withInnocents(20, async () => {
    await sleep(30);
    const longest = watchTurns();
    await run(task.name, () => task.run(undefined, ctx));
    console.log(JSON.stringify({ name: task.name, ...longest() }));
    await sleep(30);
  });
}

/** The longest time between two turns of the loop, and the most processor time spent in one. */
function watchTurns() {
  const longest = { heldMs: 0, computedMs: 0 };
  let turned = { atMs: performance.now(), cpuMs: cpuMs() };
  const note = () => {
    const now = { atMs: performance.now(), cpuMs: cpuMs() };
    longest.heldMs = Math.max(longest.heldMs, now.atMs - turned.atMs);
    longest.computedMs = Math.max(longest.computedMs, now.cpuMs - turned.cpuMs);
    turned = now;
  };
  const heartbeat = setInterval(note, 1);
  return () => {
    note();
    clearInterval(heartbeat);
    return longest;
  };
}
