import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { defineTask } from "loopward";

const machine = process.env.MACHINE;

/** Writes down that it begins and ends, and returns on which machine it ran. */
export const work = defineTask({
  name: "work",
  queue: "work",
  async run({ journal, ms }, { id }) {
    appendFileSync(journal, `begin ${machine} ${id}\n`);
    await sleep(ms);
    appendFileSync(journal, `end ${machine} ${id}\n`);
    return machine;
  },
});
