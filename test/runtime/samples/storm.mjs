// One line stalls the loop again and again, in one run after the other.
import { cpuMs, run, sleep } from "./setup.mjs";

await sleep(100);
for (let count = 0; count < Number(process.argv[2]); count += 1) {
  await run("storm", () => block(), { runId: `storm-${count}` });
  await sleep(25);
}
await sleep(100);

function block() {
  const end = cpuMs() + 150;
  while (cpuMs() < end) for (let round = 0; round < 1e6; round += 1); // here: storm
}
