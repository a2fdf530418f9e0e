import { duration, maxAndMin, wholeNumber } from "../../parse.js";
import { WorkerOption } from "./option.js";

/** How many runs are in flight, where, and for how long. */
export const poolOptions = [
  new WorkerOption(
    "-P, --pool <pool>",
    "pool of tasks that declare none; solo: one host with one slot, to debug a task",
    { config: "pool", celery: "-P", usual: "async", choices: ["async", "processes", "solo"] },
  ),
  new WorkerOption("-c, --concurrency <n>", "runs in flight at once", {
    config: "concurrency",
    celery: "-c",
    usual: "100; processes: one a processor",
    parse: wholeNumber(1),
  }),
  new WorkerOption(
    "--autoscale <max,min>",
    "let their number follow what there is to do, between these two",
    {
      config: "autoscale",
      celery: "--autoscale",
      parse: maxAndMin,
    },
  ),
  new WorkerOption(
    "--loop-target <ms>",
    "begin no more runs at once than let the loops turn within this time; -c is the upper bound then",
    { config: "loopTargetMs", usual: "all begin", parse: wholeNumber(20) },
  ),
  new WorkerOption("--hosts <n>", "event loops over which the async slots are spread", {
    config: "hosts",
    usual: "1",
    parse: wholeNumber(1),
  }),
  new WorkerOption("--processes <n>", "hosts of a process pool beside the async one", {
    config: "processes",
    usual: "0",
    parse: wholeNumber(0),
  }),
  new WorkerOption("--without-spare", "have no loaded host stand by: less memory, slower recovery", {
    config: "spare",
    usual: "one a pool",
  }),
  new WorkerOption(
    "--time-limit <time>",
    "give up a run after it, if its task declares none: seconds, or 500ms, 2m",
    {
      config: "timeLimitMs",
      celery: "--time-limit",
      usual: "none",
      parse: duration,
    },
  ),
  new WorkerOption(
    "--soft-time-limit <time>",
    "abort the signal of a run after it, and let it come to its end",
    {
      config: "softTimeLimitMs",
      celery: "--soft-time-limit",
      usual: "none",
      parse: duration,
    },
  ),
  new WorkerOption("--max-tasks-per-child <n>", "replace a host after so many runs", {
    config: "maxRunsPerHost",
    celery: "--max-tasks-per-child",
    usual: "never",
    parse: wholeNumber(1),
  }),
  new WorkerOption("--max-memory-per-host <mb>", "replace a host above so much memory", {
    config: "maxMemoryPerHostMb",
    usual: "never",
    parse: wholeNumber(32),
  }),
  new WorkerOption("--max-memory-per-child <kib>", "the same, in KiB as Celery has it", {
    config: "maxMemoryPerHostMb",
    celery: "--max-memory-per-child",
    usual: "never",
    parse: wholeNumber(32 * 1024),
  }),
  new WorkerOption(
    "--stray-errors <what>",
    "what an uncaught exception or unhandled rejection of a run ends",
    {
      config: "strayErrors",
      usual: "fail-run",
      choices: ["fail-run", "end-host"],
    },
  ),
  new WorkerOption(
    "--inspect [host:port]",
    "with -P solo: let a debugger attach; nothing has a time limit then",
    {
      config: null,
    },
  ),
  new WorkerOption("--inspect-brk [host:port]", "the same, and wait for it before the app is loaded", {
    config: null,
  }),
];
