import { appendFileSync, readFileSync } from "node:fs";
import { defineTask } from "loopward";

const file = process.env.LOOPWARD_TEST_STARTS ?? "";
appendFileSync(file, "start\n");
if (readFileSync(file, "utf8").trim().split("\n").length === 2) throw new Error("not this time");

export const selfKill = defineTask({
  name: "self-kill-once",
  run(_input: unknown, ctx) {
    if (!ctx.redelivered) process.kill(process.pid, "SIGKILL");
    return "second life";
  },
});
