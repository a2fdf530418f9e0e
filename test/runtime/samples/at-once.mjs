// Runs that hold the loop as soon as they start, in a turn in which other work went before. Prints, a line each, when that was: start
// and end in ms since the epoch.
import { cpuMs, guard, sleep, spin } from "./setup.mjs";

// Of the whole process: the watchdog's first look at a stack is a part of it.
const HELD_MS = 150;
const now = () => performance.timeOrigin + performance.now();
const nothing = () => {};

await sleep(200);
const befores = { first: nothing, "after-others": () => spin(30), "after-burst": burst };
for (const [name, before] of Object.entries(befores)) {
  await sleep(120);
  setImmediate(() => {
    before();
    execute(name, hold);
  });
}
await sleep(300);

function execute(name, fn) {
  const run = guard.begin({ name, runId: `${name}-1`, queue: "default", attempt: 1 });
  run.execute(fn);
  run.settled();
}

function burst() {
  for (let count = 0; count < 100; count += 1) execute("burst", nothing);
}

function hold() {
  const start = now();
  const end = cpuMs() + HELD_MS;
  while (cpuMs() < end) for (let round = 0; round < 1e5; round += 1);
  console.log(JSON.stringify({ start, end: now() }));
}
