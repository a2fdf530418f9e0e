// A loop that is held while it rests, in the run that wakes it, and again outside of any. Prints when the run held it.
import { cpuMs, guard, run, sleep, spin } from "./setup.mjs";

const now = () => performance.timeOrigin + performance.now();

await sleep(100);
guard.rest();
await sleep(50);
spin(300);
// Longer than the watchdog goes on with glances alone.
await sleep(2_200);
spin(300);
await run("waking", () => {
  const start = now();
  work(300);
  console.log(JSON.stringify({ start, end: now() }));
});
await sleep(150);
work(200);
await sleep(150);

function work(ms) {
  const end = cpuMs() + ms;
  while (cpuMs() < end);
}
