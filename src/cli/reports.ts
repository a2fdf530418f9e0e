import { Argument, Command, Option } from "commander";
import { causes } from "../findings/cause.js";
import { budgetMetrics, parseBudget } from "../reports/budget.js";
import { exportFormatNames } from "../reports/export/formats.js";
import type { ExitCode } from "./exit-code.js";
import { commaList, wholeNumber } from "./parse.js";
import type { ExportOptions } from "./reports/export.js";
import type { ListOptions } from "./reports/list.js";
import type { ServeCommandOptions } from "./reports/serve.js";
import type { ReportsOptions } from "./reports/source.js";
import type { SummaryOptions } from "./reports/summary.js";
import type { TailOptions } from "./reports/tail.js";

// Each loads its own by need: the other commands do without.
const actions = {
  list: async (options: ListOptions) => (await import("./reports/list.js")).listReports(options),
  show: async (id: string, options: ReportsOptions) =>
    (await import("./reports/show.js")).showReport(id, options),
  summary: async (options: SummaryOptions) => (await import("./reports/summary.js")).showSummary(options),
  diff: async (first: string | undefined, second: string | undefined, options: ReportsOptions) =>
    (await import("./reports/diff.js")).diffReports(first, second, options),
  export: async (id: string | undefined, options: ExportOptions) =>
    (await import("./reports/export.js")).exportReports(id, options),
  tail: async (options: TailOptions) => (await import("./reports/tail.js")).tailReports(options),
  serve: async (options: ServeCommandOptions) => (await import("./reports/serve.js")).servePage(options),
};

const EXAMPLES = `
Examples:
  $ loopward reports                                       the newest, as a table
  $ loopward reports show 3f2a                             one with its code, stack and advice
  $ loopward reports summary --since 7d                    who stole how much of the loop's time
  $ loopward reports diff v1.4.0                           since that commit, against as long before
  $ loopward reports diff before/ after/ --fail-on new     two folders; exit 1 if a culprit is new
  $ loopward reports --since 1h --fail-on "worst>1s"       a gate for CI
  $ loopward reports tail                                  as they come
  $ loopward reports serve                                 a web page of them, live, on this machine only
  $ loopward reports export --format html --out stalls.html
  $ loopward reports export --format cpuprofile 3f2a --out stall.cpuprofile

Exit codes: 0 done, 1 a condition of --fail-on holds, 2 not done.`;

/** `loopward reports [list|show ID|summary|diff|export|tail|serve]`: reads what the guard wrote. */
export function reportsCommand(setExitCode: (exitCode: ExitCode) => void): Command {
  const reports = new Command("reports")
    .description("read the reports of blocked event loops")
    .addHelpText("after", EXAMPLES);
  withBudget(withFilters(reports.command("list", { isDefault: true })))
    .description("list reports, newest first")
    .addOption(formatOption(["text", ...exportFormatNames]).default("text"))
    .option("-n, --limit <count>", "how many at most (0: all)", wholeNumber(0))
    .action(async (options: ListOptions) => setExitCode(await actions.list(options)));
  withFilters(reports.command("show"))
    .description("show one report with its code")
    .addArgument(new Argument("<id>", "the report's id, or its beginning"))
    .addOption(formatOption(["text", "json"]).default("text"))
    .action(actions.show);
  withBudget(withFilters(reports.command("summary")))
    .description("rank tasks and lines by the time they stole")
    .addOption(formatOption(["text", "json"]).default("text"))
    .option("-n, --limit <count>", "how many at most (0: all)", wholeNumber(0))
    .action(async (options: SummaryOptions) => setExitCode(await actions.summary(options)));
  withBudget(withTaskFilters(reports.command("diff")))
    .description("compare two periods or folders: what is new, worse, better, gone")
    .addArgument(
      new Argument("[before]", "a folder or a period (2w..1w); alone: a time, date or git revision"),
    )
    .addArgument(new Argument("[after]", "a folder or a period"))
    .addOption(formatOption(["text", "json"]).default("text"))
    .action(async (first: string | undefined, second: string | undefined, options: ReportsOptions) =>
      setExitCode(await actions.diff(first, second, options)),
    );
  withBudget(withFilters(reports.command("export")))
    .description("write reports in the format of another program")
    .addArgument(new Argument("[id]", "one report, by its id or its beginning (default: all)"))
    .addOption(formatOption(exportFormatNames).default("json"))
    .option("--out <file>", "write to a file instead of stdout")
    .action(async (id: string | undefined, options: ExportOptions) =>
      setExitCode(await actions.export(id, options)),
    );
  withTaskFilters(reports.command("tail"))
    .description("print reports as they are written")
    .addOption(formatOption(["text", "json"]).default("text"))
    .option("-n, --limit <count>", "how many of the last to begin with", wholeNumber(0), 10)
    .action(actions.tail);
  withLogOptions(reports.command("serve"))
    .description("serve a web page of the reports")
    .option("--port <port>", "where to listen (0: a free port)", wholeNumber(0), 7070)
    .option("--bind <address>", "on which address; one that is not loopback asks for a token", "127.0.0.1")
    .option("--allow-host <names>", "further names by which the page may be asked for", commaList)
    .action(actions.serve);
  return reports;
}

function formatOption(formats: readonly string[]): Option {
  return new Option("--format <format>", "how to print").choices(formats);
}

function withLogOptions(command: Command): Command {
  return command
    .option("--reports <dir>", "where the reports are kept (default: .loopward/reports)")
    .option("--fleet", "read what workers with --fleet-reports keep on their broker")
    .option("--broker <url>", "which broker that is (default: as of the worker)");
}

function withTaskFilters(command: Command): Command {
  return withLogOptions(command)
    .option("--task <name>", "only reports of this task")
    .addOption(new Option("--cause <cause>", "only stalls of this cause").choices(Object.keys(causes)))
    .option("--api <name>", "only stalls inside this API: fs.readFileSync")
    .option("--host <host>", "only stalls of this process (its id), machine (its name) or both (NAME:PID)");
}

function withFilters(command: Command): Command {
  return withTaskFilters(command)
    .option("--since <time>", "only reports since then: 15m, 1h, 7d, or an ISO date")
    .option("--until <time>", "only reports before then");
}

function withBudget(command: Command): Command {
  return command.option(
    "--fail-on <budget>",
    `exit with 1 where a condition holds: stalls>10, stolen>2s (${budgetMetrics.join(", ")})`,
    parseBudget,
  );
}
