/** The tasks of `npm run bench:recovery`. */
import { defineTask } from "loopward";
import { innocent, runaway } from "./work.js";

const queue = "recovery";

export const innocentTask = defineTask({ name: "innocent", queue, run: innocent });

export const runawayTask = defineTask({ name: "runaway", queue, run: runaway });
