// Mode `abort`. `endless`: one run never gives the loop back. `repeated`: it does, again and again.
// `native`: it stands still in a native call that no capture can enter. `outside`: code outside of any run does.
import { execSync } from "node:child_process";
import { cpuMs, run, sleep, spin, turn, withInnocents } from "./setup.mjs";

function work(ms) {
  const end = cpuMs() + ms;
  while (cpuMs() < end);
}

const kinds = {
  endless() {
    return run("culprit", () => {
      for (;;); // here: endless
    });
  },
  native() {
    return run("culprit", () => {
      execSync("sleep 2"); // here: native
    });
  },
  async outside() {
    setTimeout(() => {
      for (;;); // here: outside
    }, 10);
    await sleep(60_000);
  },
  async repeated() {
    let aborted = false;
    await run(
      "culprit",
      async () => {
        for (let round = 0; round < 100 && !aborted; round++) {
          work(200);
          await sleep(100);
        }
      },
      {
        onAbort: (report) => {
          aborted = true;
          console.log(JSON.stringify(report));
        },
      },
    );
  },
};

await withInnocents(5, async () => {
  await sleep(50);
  console.log("begin");
  await kinds[process.argv[2]]();
});
await turn();
