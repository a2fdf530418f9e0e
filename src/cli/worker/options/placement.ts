import { wholeNumber } from "../../parse.js";
import { WorkerOption } from "./option.js";

/** What is done with the evidence that a task blocks. */
export const placementOptions = [
  new WorkerOption("--placement <mode>", "tasks that block go to the process pool", {
    config: "placement.mode",
    usual: "suggest; auto with --guard and --processes",
    choices: ["off", "suggest", "auto"],
  }),
  new WorkerOption("--placement-stalls <n>", "so many stalls prove that a task blocks", {
    config: "placement.stalls",
    usual: "3",
    parse: wholeNumber(1),
  }),
  new WorkerOption("--placement-stolen <ms>", "so does so much stolen time", {
    config: "placement.stolenMs",
    usual: "1000",
    parse: wholeNumber(1),
  }),
  new WorkerOption("--placement-window <ms>", "within this time", {
    config: "placement.windowMs",
    usual: "600000",
    parse: wholeNumber(1_000),
  }),
  new WorkerOption("--findings <file>", "what `loopward check` found", {
    config: "findings",
    usual: ".loopward/findings.json",
  }),
  new WorkerOption("--on-findings <what>", "a task that blocks for sure: stop, warn, or place it", {
    config: "onFindings",
    usual: "warn; place where placement is auto",
    choices: ["refuse", "warn", "place"],
  }),
];
