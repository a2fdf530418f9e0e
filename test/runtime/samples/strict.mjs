// One run makes blocking calls, each of them short, under strict mode.
import { randomBytes, randomFill } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { guard, run, sleep } from "./setup.mjs";

const require = createRequire(import.meta.url);

function readMany() {
  for (let i = 0; i < 50; i++) readFileSync(import.meta.filename); // here: many
}

const kinds = {
  async calls() {
    existsSync("/nowhere"); // here: once
    readMany();
    await sleep(5);
    randomBytes(16); // here: bytes
    require("./helpers/plain.cjs"); // here: loads
    // None of these blocks, or it is too little to know of.
    await promisify(randomBytes)(16);
    await promisify(randomFill)(Buffer.alloc(8));
    await readFile(import.meta.filename);
    JSON.parse("[1]");
    structuredClone({ a: 1 });
    console.log("done");
  },
  waits() {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000);
  },
  exits() {
    existsSync("/nowhere");
    process.exit(7);
  },
  async caught() {
    await sleep(5);
    try {
      readFileSync(import.meta.filename); // here: caught
    } catch ({ name, code, api }) {
      console.log(JSON.stringify({ name, code, api, outside: await outside }));
    }
  },
};

// Outside of any run.
const outside = sleep(1).then(() => (readFileSync(import.meta.filename) ? "fine" : ""));
await run(process.argv[2], kinds[process.argv[2]]);
await guard.stop();
