import { execSync } from "node:child_process";
import { writeSync } from "node:fs";
import { defineTask } from "loopward";

const say = () => writeSync(1, `holding ${process.pid}\n`);

export const endless = defineTask({
  name: "endless",
  run() {
    say();
    for (;;);
  },
});

export const native = defineTask({
  name: "native",
  run() {
    say();
    execSync("sleep 600");
  },
});
