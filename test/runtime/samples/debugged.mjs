// A run that works in short pieces, until a file says that whoever debugs it has seen enough.
import { existsSync } from "node:fs";
import { run, sleep, spin, withInnocents } from "./setup.mjs";

await withInnocents(5, async () => {
  await sleep(50);
  await run("debugged", async () => {
    console.log("working");
    while (!existsSync(process.env.DONE)) {
      step();
      await sleep(5);
    }
  });
  await sleep(100);
});

function step() {
  spin(2); // here: breakpoint
}
