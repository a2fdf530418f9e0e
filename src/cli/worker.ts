import { Command, Option } from "commander";
import type { StrictAction } from "../../runtime/strict/options.js";
import type { AbortMeans, GuardMode } from "../../runtime/types.js";
import type { PlacementMode } from "../placement/types.js";
import type { PoolName } from "../task/types.js";
import { DEFAULT_ABORT, DEFAULT_ABORT_AFTER_MS, DEFAULT_THRESHOLD_MS } from "../worker/options.js";
import { byteSize, commaList, wholeNumber } from "./parse.js";

/** The options of `loopward worker`, as commander gives them. */
export interface WorkerFlags {
  app: string[];
  pool: PoolName;
  concurrency?: number;
  hosts?: number;
  loopTarget?: number;
  processes?: number;
  queues?: string[];
  broker?: string;
  guard?: true | GuardMode;
  guardThreshold: number;
  guardAbortAfter: number;
  guardAbort: AbortMeans;
  guardInstrument?: string[];
  guardStrict?: true | StrictAction;
  guardAllow?: string[];
  guardAllowInside?: string[];
  guardOrigin?: true;
  guardCaptureInput?: true | string[];
  guardRedact?: string[];
  placement?: PlacementMode;
  placementStalls?: number;
  placementStolen?: number;
  placementWindow?: number;
  maxTasksPerChild?: number;
  maxMemoryPerHost?: number;
  lockDuration?: number;
  strayErrors: "fail-run" | "end-host";
  findings?: string;
  onFindings?: "refuse" | "warn" | "place";
  reports?: string;
  reportsMaxSize?: number;
  loglevel: string;
}

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

const EXAMPLES = `
Examples:
  $ loopward worker -A tasks.ts                                   a worker with 100 slots on the embedded broker
  $ loopward worker -A tasks.ts -P async -c 1000 --guard          a thousand runs at once, watched
  $ loopward worker -A tasks.ts --guard-strict                    reports blocking calls before they hurt
  $ loopward worker -A tasks.ts -c 1000 --loop-target 150         a thousand at most, and no loop later than that
  $ loopward worker -A tasks.ts -P processes -c 4                 four hosts, one run each
  $ loopward worker -A tasks.ts -c 1000 --hosts 2 --processes 2   both pools in one worker
  $ loopward worker -A tasks.ts --broker redis://127.0.0.1:6379

Exit codes: 0 stopped as asked, 2 not started.`;

export function workerCommand(): Command {
  return new Command("worker")
    .description("start a worker; prints a line with `ready` when it takes jobs")
    .requiredOption("-A, --app <file...>", "TypeScript or JavaScript files that export tasks")
    .addOption(
      new Option("-P, --pool <pool>", "pool of tasks that declare none")
        .choices(["async", "processes"])
        .default("async"),
    )
    .option(
      "-c, --concurrency <n>",
      "runs in flight at once (100; processes: one a processor)",
      wholeNumber(1),
    )
    .option("--hosts <n>", "event loops over which the async slots are spread", wholeNumber(1))
    .option(
      "--loop-target <ms>",
      "begin no more runs at once than let the loops turn within this time; -c is the upper bound then",
      wholeNumber(20),
    )
    .option("--processes <n>", "hosts of a process pool beside the async one", wholeNumber(0))
    .option("-Q, --queues <a,b>", "take jobs of these queues only", commaList)
    .option("--broker <url>", "embedded:DIR, redis://… or postgres://… (LOOPWARD_BROKER; embedded:.loopward)")
    .addOption(
      new Option("--guard [mode]", "watch the loops; abort also gives up runs that hold them").choices([
        "report",
        "abort",
      ]),
    )
    .option(
      "--guard-threshold <ms>",
      "a loop that did not turn for longer is a stall",
      wholeNumber(10),
      DEFAULT_THRESHOLD_MS,
    )
    .option(
      "--guard-abort-after <ms>",
      "how long a run may hold its loop in all",
      wholeNumber(100),
      DEFAULT_ABORT_AFTER_MS,
    )
    .addOption(
      new Option(
        "--guard-abort <means>",
        "how far that may go where the loop does not turn: signal (not at all), throw (in its own code), kill (with its host), in-place (throw, then kill)",
      )
        .choices(["signal", "throw", "in-place", "kill"])
        .default(DEFAULT_ABORT),
    )
    .option(
      "--guard-instrument <package...>",
      "packages that in-place aborts reach beside the app's own code",
    )
    .addOption(
      new Option(
        "--guard-strict [action]",
        "report every blocking call inside a run, however short; throw also throws there",
      ).choices(["report", "throw"]),
    )
    .option("--guard-allow <api...>", "APIs or modules that strict mode allows (fs.existsSync)")
    .option("--guard-allow-inside <function...>", "functions in which strict mode allows blocking calls")
    .option(
      "--guard-origin",
      "report where the operation was started that stalled; many times slower, to look into a stall",
    )
    .option(
      "--guard-capture-input [path...]",
      "the report of a stall holds its run's input, or what it has at these paths (user.id)",
    )
    .option(
      "--guard-redact <key...>",
      "keys, at any depth, and paths (user.email) to hide in it, beside what looks like a secret",
    )
    .option("--max-tasks-per-child <n>", "replace a host after so many runs", wholeNumber(1))
    .option("--max-memory-per-host <mb>", "replace a host above so much memory", wholeNumber(32))
    .addOption(
      new Option("--stray-errors <what>", "what an uncaught exception or unhandled rejection of a run ends")
        .choices(["fail-run", "end-host"])
        .default("fail-run"),
    )
    .option(
      "--lock-duration <ms>",
      "after how long the jobs of a dead worker go to another (30000)",
      wholeNumber(1_000),
    )
    .addOption(
      new Option(
        "--placement <mode>",
        "tasks that block go to the process pool (auto: with --guard and --processes)",
      ).choices(["off", "suggest", "auto"]),
    )
    .option("--placement-stalls <n>", "so many stalls prove that a task blocks (3)", wholeNumber(1))
    .option("--placement-stolen <ms>", "so does so much stolen time (1000)", wholeNumber(1))
    .option("--placement-window <ms>", "within this time (600000)", wholeNumber(1_000))
    .option("--findings <file>", "what `loopward check` found (.loopward/findings.json)")
    .addOption(
      new Option("--on-findings <what>", "a task that blocks for sure: stop, warn, or place it").choices([
        "refuse",
        "warn",
        "place",
      ]),
    )
    .option("--reports <dir>", "where reports are written (.loopward/reports)")
    .option("--reports-max-size <size>", "what all reports may take; the oldest go (256mb)", byteSize)
    .addOption(
      new Option("--loglevel <level>", "how much the worker says").choices(LOG_LEVELS).default("info"),
    )
    .addHelpText("after", EXAMPLES)
    .action(async (flags: WorkerFlags) => {
      // Loaded by need: `--help` and the other commands do without broker and pool.
      const { runWorker } = await import("./worker/run.js");
      await runWorker(flags);
    });
}
