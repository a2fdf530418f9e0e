// A program that knows nothing of the guard. Its handler blocks, and it ends in the way that the argument names.
import { readFileSync } from "node:fs";
import { execSync } from "node:child_process";

setTimeout(() => {
  execSync("sleep 0.25"); // here: plain
  readFileSync(import.meta.filename);
  if (process.argv[2] === "exit") process.exit(3);
  if (process.argv[2] === "throw") throw new Error("on purpose");
}, 50);
