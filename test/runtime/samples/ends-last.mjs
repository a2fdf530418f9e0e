// The guard is stopped, and the main thread does not come to its own end of the watchdog's session for a while.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { stat } from "node:fs/promises";
import { guard } from "./setup.mjs";

const threads = () => readdirSync("/proc/self/task").length;

// The thread pool is there before anything is counted.
await stat("/proc/self");
const stopped = guard.stop();
execFileSync("sleep", ["0.5"]);
const meanwhile = threads();
await stopped;
console.log(meanwhile - threads());
