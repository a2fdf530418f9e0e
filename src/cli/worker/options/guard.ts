import { DEFAULT_ABORT, DEFAULT_ABORT_AFTER_MS, DEFAULT_THRESHOLD_MS } from "../../../worker/options.js";
import { wholeNumber } from "../../parse.js";
import { WorkerOption } from "./option.js";

/** What watches the loops. */
export const guardOptions = [
  new WorkerOption("--guard [mode]", "watch the loops; abort also gives up runs that hold them", {
    config: "guard.mode",
    choices: ["report", "abort", "off"],
  }),
  new WorkerOption("--guard-threshold <ms>", "a loop that did not turn for longer is a stall", {
    config: "guard.thresholdMs",
    usual: String(DEFAULT_THRESHOLD_MS),
    parse: wholeNumber(10),
  }),
  new WorkerOption("--guard-abort-after <ms>", "how long a run may hold its loop in all", {
    config: "guard.abortAfterMs",
    usual: String(DEFAULT_ABORT_AFTER_MS),
    parse: wholeNumber(100),
  }),
  new WorkerOption(
    "--guard-abort <means>",
    "how far that may go where the loop does not turn: signal (not at all), throw (in its own code), kill (with its host), in-place (throw, then kill)",
    { config: "guard.abort", usual: DEFAULT_ABORT, choices: ["signal", "throw", "in-place", "kill"] },
  ),
  new WorkerOption(
    "--guard-instrument <package...>",
    "packages that in-place aborts reach beside the app's own code",
    { config: "guard.instrument" },
  ),
  new WorkerOption(
    "--guard-strict [action]",
    "report every blocking call inside a run, however short; throw also throws there",
    { config: "guard.strict", choices: ["report", "throw"] },
  ),
  new WorkerOption("--guard-allow <api...>", "APIs or modules that strict mode allows (fs.existsSync)", {
    config: "guard.allowBlockingCalls",
  }),
  new WorkerOption(
    "--guard-allow-inside <function...>",
    "functions in which strict mode allows blocking calls",
    { config: "guard.allowBlockingCallsInside" },
  ),
  new WorkerOption(
    "--guard-origin",
    "report where the operation was started that stalled; many times slower, to look into a stall",
    { config: "guard.origin" },
  ),
  new WorkerOption(
    "--guard-capture-input [path...]",
    "the report of a stall holds its run's input, or what it has at these paths (user.id)",
    { config: "guard.captureInput" },
  ),
  new WorkerOption(
    "--guard-redact <key...>",
    "keys, at any depth, and paths (user.email) to hide in it, beside what looks like a secret",
    { config: "guard.redact" },
  ),
];
