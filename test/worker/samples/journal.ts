import { appendFileSync } from "node:fs";
import { defineTask } from "loopward";

/** Writes down when it begins and ends. */
export const journal = defineTask({
  name: "journal",
  queue: "journal",
  attempts: 3,
  async run({ file, ms }: { file: string; ms: number }, ctx) {
    appendFileSync(file, `begin ${ctx.id}\n`);
    await new Promise((resolve) => setTimeout(resolve, ms));
    appendFileSync(file, `end ${ctx.id}\n`);
    return { id: ctx.id };
  },
});
