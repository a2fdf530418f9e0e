// Who is to blame is not who happens to be near: each argument is one way to be mistaken.
import { EventEmitter, once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { execSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { cpuMs, run, sleep, spin, withInnocents } from "./setup.mjs";

function block(ms = 400) {
  const end = cpuMs() + ms;
  while (cpuMs() < end); // here: block
}

const cases = {
  // The blocking continuation of run A is resumed by an event that run B emits.
  async resumedByAnother() {
    const bus = new EventEmitter();
    const a = run("a", async () => {
      await once(bus, "go");
      block();
    });
    await sleep(20);
    await Promise.all([
      a,
      run("b", async () => {
        bus.emit("go");
        await sleep(5);
      }),
    ]);
  },
  // Two runs block one after the other, with a turn between.
  async twoCulprits() {
    await run("a", () => block());
    await sleep(30);
    await run("b", () => block());
  },
  // A timer of the module, outside of any run.
  async outside() {
    setTimeout(block, 10);
    await sleep(600);
  },
  // A run that was given up goes on: it is settled, and still to blame.
  async settledLongAgo() {
    let late;
    await run("a", () => {
      late = (async () => {
        await sleep(50);
        block();
      })();
    });
    await late;
  },
  async throws() {
    try {
      await run("a", () => {
        execSync("sleep 0.4; exit 3", { stdio: "ignore" }); // here: throws
      });
    } catch {
      await sleep(1);
    }
  },
  async nested() {
    await run("a", () => {
      JSON.parse("[1]", function reviver(_key, value) {
        if (value === 1) execSync("sleep 0.4"); // here: nested
        return value;
      });
    });
  },
  // Nobody: pieces with turns between, cheap calls in number, another process's work.
  async pieces() {
    await run("a", async () => {
      for (let i = 0; i < 60; i++) {
        spin(4);
        await turn();
      }
    });
  },
  async cheapCalls() {
    await run("a", async () => {
      for (let i = 0; i < 200; i++) {
        statSync(import.meta.filename);
        readFileSync(import.meta.filename);
        await turn();
      }
    });
  },
  async loading() {
    await import("./helpers/slow-module.cjs");
  },
};

await withInnocents(10, async () => {
  await sleep(40);
  await cases[process.argv[2]]();
  await sleep(60);
});
