// One run hashes a password in a native package, which came by `import` or by `require`.
import { createRequire } from "node:module";
import { run, sleep } from "./setup.mjs";

// Not to be loaded before the guard watches: an app's modules come after it too.
const { hashSync } = await import("@node-rs/bcrypt");
const require = createRequire(import.meta.url);
const bcrypt = require("@node-rs/bcrypt");

const kinds = {
  import: (cost) => hashSync("password", cost), // here: import
  require: (cost) => bcrypt.hashSync("password", cost), // here: require
  lateRequire(cost) {
    const { hashSync: hash } = require("@node-rs/bcrypt");
    return hash("password", cost); // here: lateRequire
  },
};

const kind = process.argv[2];
// Each step takes twice as long as the one before.
let cost = 5;
for (let ms = 0; ms < 200; cost += 1) {
  const start = process.cpuUsage();
  hashSync("password", cost + 1);
  ms = process.cpuUsage(start).user / 1000;
}
await sleep(50);
await run(kind, () => kinds[kind](cost));
await sleep(50);
