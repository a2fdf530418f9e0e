// The main thread shares one processor with programs that want it whole, and has the lower priority. Its run does little.
import { execFileSync, spawn } from "node:child_process";
import { setPriority } from "node:os";
import { cpuMs, run, sleep, turn } from "./setup.mjs";

// Of this process, both concern the main thread alone: the watchdog's is another one.
execFileSync("taskset", ["-cp", "0", String(process.pid)], { stdio: "ignore" });
const others = Array.from({ length: 3 }, () =>
  spawn("taskset", ["-c", "0", "sh", "-c", "while :; do :; done"], { stdio: "ignore" }),
);
process.once("exit", () => others.forEach((other) => other.kill("SIGKILL")));
await sleep(100);
setPriority(process.pid, 12);
await run("starved", async () => {
  for (let piece = 0; piece < 8; piece += 1) {
    const end = cpuMs() + 5;
    while (cpuMs() < end);
    await turn();
  }
});
setPriority(process.pid, 0);
others.forEach((other) => other.kill("SIGKILL"));
await sleep(100);
