// One run holds the loop for known times, in processor time at least. Prints, a line each, when that was: start and end in ms since the epoch.
import { cpuMs, run, sleep } from "./setup.mjs";

// Threads of V8 and the guard take their part of the shortest: it must be well above the threshold all the same.
const LENGTHS_MS = [45, 70, 120, 300];
const now = () => performance.timeOrigin + performance.now();

await sleep(200);
await run("timed", async () => {
  for (const lengthMs of LENGTHS_MS) {
    await sleep(70);
    const start = now();
    work(lengthMs);
    console.log(JSON.stringify({ start, end: now() }));
  }
});
await sleep(150);

function work(ms) {
  const end = cpuMs() + ms;
  while (cpuMs() < end) for (let round = 0; round < 1e5; round += 1);
}
