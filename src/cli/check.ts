import { Argument, Command, Option } from "commander";
import type { Preset } from "../../rules/findings/options.js";
import type { FormatName } from "./check/formats/format.js";
import type { ExitCode } from "./exit-code.js";

interface CheckFlags {
  app?: string[];
  preset: Preset;
  format: FormatName;
  out?: string;
  save?: boolean;
  since?: string;
  explainRoots?: boolean;
}

const EXAMPLES = `
Examples:
  $ loopward check                             the whole workspace around the project
  $ loopward check src/tasks                   what lies in, or is reached from, a folder
  $ loopward check -A emails=jobs/email.js     also a BullMQ processor file, as the worker adopts it
  $ loopward check --since origin/main         what a branch adds
  $ loopward check --format sarif --out loopward.sarif

Exit codes: 0 nothing found, 1 blocking calls found, 2 not checked.`;

/** `loopward check [PATH…]`: the rules without ESLint and without set-up. */
export function checkCommand(setExitCode: (exitCode: ExitCode) => void): Command {
  return new Command("check")
    .description("find the blocking calls that tasks can reach, without running anything")
    .addArgument(new Argument("[path...]", "files and folders to report on (default: the project)"))
    .option("-A, --app <file...>", "as of the worker: BullMQ processor files as queue=file are tasks, too")
    .addOption(
      new Option("--preset <preset>", "recommended: what is likely to hurt; strict: everything")
        .choices(["recommended", "strict"])
        .default("recommended"),
    )
    .addOption(
      new Option("--format <format>", "how to print")
        .choices(["text", "json", "sarif", "github"])
        .default("text"),
    )
    .option("--explain-roots", "list the tasks that were found, and what could not be seen, instead")
    .option("--since <revision>", "report only what is new against a revision of the git repository")
    .option("--out <file>", "write to a file instead of stdout")
    .option("--save", "keep the findings in .loopward for the worker (done anyway where the folder exists)")
    .addHelpText("after", EXAMPLES)
    .action(async (paths: string[], flags: CheckFlags) => {
      const { runCheck } = await import("./check/run-check.js");
      setExitCode((await runCheck({ paths, ...flags })).exitCode);
    });
}
