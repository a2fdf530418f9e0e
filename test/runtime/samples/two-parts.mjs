// One stall, three quarters of it in one function and a quarter in another, each in a line of its own.
import { cpuMs, run, sleep, withInnocents } from "./setup.mjs";

const heavy = () => {
  const end = cpuMs() + 600;
  while (cpuMs() < end) for (let round = 0; round < 1e5; round += 1); // here: heavy
};
const light = () => {
  const end = cpuMs() + 200;
  while (cpuMs() < end) for (let round = 0; round < 1e5; round += 1); // here: light
};

await withInnocents(5, async () => {
  await sleep(100);
  await run("both", () => {
    light();
    heavy();
  });
  await sleep(100);
});
