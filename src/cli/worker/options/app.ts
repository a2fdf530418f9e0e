import { commaList, wholeNumber } from "../../parse.js";
import { WorkerOption } from "./option.js";

/** What a worker runs, and whence it takes it. */
export const appOptions = [
  new WorkerOption("-A, --app <file...>", "files that export tasks; BullMQ processor files as queue=file", {
    config: "app",
    celery: "-A",
  }),
  new WorkerOption("-Q, --queues <a,b>", "take jobs of these queues only", {
    config: "queues",
    celery: "-Q",
    usual: "all that the tasks name",
    parse: commaList,
  }),
  new WorkerOption("-X, --exclude-queues <a,b>", "take no jobs of these queues", {
    config: "excludeQueues",
    celery: "-X",
    parse: commaList,
  }),
  new WorkerOption("--broker <url>", "embedded:DIR, redis://… or postgres://…", {
    config: "broker",
    celery: "-b",
    usual: "embedded:.loopward",
  }),
  new WorkerOption("--prefetch <n>", "jobs taken in advance of a free slot, for each queue", {
    config: "prefetch",
    celery: "--prefetch-multiplier",
    usual: "0",
    parse: wholeNumber(0),
  }),
  new WorkerOption("--lock-duration <ms>", "after how long the jobs of a dead worker go to another", {
    config: "lockDurationMs",
    usual: "30000",
    parse: wholeNumber(1_000),
  }),
  new WorkerOption("--purge", "remove the waiting jobs of these queues first, when you have said yes", {
    config: null,
    celery: "--purge",
  }),
  new WorkerOption("--force", "purge without a question", { config: null }),
];
