// One run stalls the loop in the way that the first argument names; five others wait beside it.
import { execSync } from "node:child_process";
import { pbkdf2Sync } from "node:crypto";
import { readFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { block } from "./helpers/block.mjs";
import { cpuMs, run, sleep, spin, turn, withInnocents } from "./setup.mjs";

const kinds = {
  loop() {
    const end = cpuMs() + 300;
    while (cpuMs() < end); // here: loop
  },
  async afterAwait() {
    await sleep(20);
    spinHere();
  },
  pbkdf2() {
    pbkdf2Sync("password", "salt", 700_000, 64, "sha512"); // here: pbkdf2
    spin(1);
  },
  execSync() {
    const output = execSync("sleep 0.3"); // here: execSync
    return output.length;
  },
  atomicsWait() {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300); // here: atomicsWait
  },
  async fifo() {
    const path = process.env.FIFO;
    spawn("sh", ["-c", `sleep 0.4; echo hello > ${path}`], { stdio: "ignore" });
    readFileSync(path); // here: fifo
  },
  regexp() {
    return /^(a+)+$/.test("a".repeat(25) + "b"); // here: regexp
  },
  async microtasks() {
    const end = cpuMs() + 300;
    while (cpuMs() < end) await null; // here: microtasks
  },
  async microtasksBehindTimer() {
    await sleep(20);
    const end = cpuMs() + 300;
    while (cpuMs() < end) await null; // here: microtasksBehindTimer
  },
  async ticks() {
    const end = cpuMs() + 300;
    await new Promise((resolve) => {
      const step = () => {
        if (cpuMs() < end)
          process.nextTick(step); // here: ticks
        else resolve();
      };
      step();
    });
  },
  helper() {
    block(300);
  },
  jsonParse() {
    const text = `[${'{"a":[1,2,3],"b":"text"},'.repeat(600_000)}0]`;
    JSON.parse(text); // here: jsonParse
  },
  async lazyRequire() {
    const { createRequire } = await import("node:module");
    const require = createRequire(import.meta.url);
    await turn();
    require("./helpers/slow-module.cjs"); // here: lazyRequire
  },
};

function spinHere() {
  const end = cpuMs() + 300;
  while (cpuMs() < end); // here: afterAwait
}

const kind = process.argv[2];
await withInnocents(5, async () => {
  await sleep(50);
  await run(`task.${kind}`, kinds[kind]);
  await sleep(50);
});
