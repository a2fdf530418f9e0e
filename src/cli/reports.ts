import { Argument, Command, Option } from "commander";
import { causes } from "../findings/cause.js";
import { exportFormatNames } from "../reports/export/formats.js";
import { wholeNumber } from "./parse.js";
import type { ExportOptions } from "./reports/export.js";
import type { ListOptions } from "./reports/list.js";
import type { ReportsOptions } from "./reports/source.js";

// Each loads its own by need: the other commands do without.
const actions = {
  list: async (options: ListOptions) => (await import("./reports/list.js")).listReports(options),
  show: async (id: string, options: ReportsOptions) =>
    (await import("./reports/show.js")).showReport(id, options),
  summary: async (options: ReportsOptions) => (await import("./reports/summary.js")).showSummary(options),
  export: async (id: string | undefined, options: ExportOptions) =>
    (await import("./reports/export.js")).exportReports(id, options),
};

/** `loopward reports [list|show ID|summary|export]`: reads what the guard wrote. */
export function reportsCommand(): Command {
  const reports = new Command("reports").description("read the reports of blocked event loops");
  withFilters(reports.command("list", { isDefault: true }))
    .description("list reports, newest first")
    .addOption(formatOption())
    .option("-n, --limit <count>", "how many at most (0: all)", wholeNumber(0))
    .action(actions.list);
  withFilters(reports.command("show"))
    .description("show one report with its code")
    .addArgument(new Argument("<id>", "the report's id, or its beginning"))
    .addOption(formatOption())
    .action(actions.show);
  withFilters(reports.command("summary"))
    .description("rank tasks and lines by the time they stole")
    .addOption(formatOption())
    .action(actions.summary);
  withFilters(reports.command("export"))
    .description("write reports in the format of another program")
    .addArgument(new Argument("[id]", "one report, by its id or its beginning (default: all)"))
    .addOption(new Option("--format <format>", "what to write").choices(exportFormatNames).default("json"))
    .option("--out <file>", "write to a file instead of stdout")
    .action(actions.export);
  return reports;
}

function formatOption(): Option {
  return new Option("--format <format>", "how to print").choices(["text", "json"]).default("text");
}

function withFilters(command: Command): Command {
  return command
    .option("--task <name>", "only reports of this task")
    .addOption(new Option("--cause <cause>", "only stalls of this cause").choices(Object.keys(causes)))
    .option("--api <name>", "only stalls inside this API: fs.readFileSync")
    .option("--host <pid>", "only stalls of the process with this id", wholeNumber(1))
    .option("--since <time>", "only reports since then: 15m, 1h, 7d, or an ISO date")
    .option("--until <time>", "only reports before then")
    .option("--reports <dir>", "where the reports are kept (default: .loopward/reports)");
}
