// Stands for a machine that is suspended: the parent stops this process and lets it go on.
import { run, sleep } from "./setup.mjs";

await run("innocent", async () => {
  console.log("ready");
  for (let i = 0; i < 120; i++) await sleep(10);
});
