import { Argument, Command, Option } from "commander";
import type { ListOptions } from "./reports/list.js";
import type { ReportsOptions } from "./reports/source.js";

// Each loads its own by need: the other commands do without.
const actions = {
  list: async (options: ListOptions) => (await import("./reports/list.js")).listReports(options),
  show: async (id: string, options: ReportsOptions) =>
    (await import("./reports/show.js")).showReport(id, options),
  summary: async (options: ReportsOptions) => (await import("./reports/summary.js")).showSummary(options),
};

/** `loopward reports [list|show ID|summary]`: reads what the guard wrote. */
export function reportsCommand(): Command {
  const reports = new Command("reports").description("read the reports of blocked event loops");
  withCommonOptions(reports.command("list", { isDefault: true }))
    .description("list reports, newest first")
    .option("-n, --limit <count>", "how many at most (0: all)")
    .action(actions.list);
  withCommonOptions(reports.command("show"))
    .description("show one report with its code")
    .addArgument(new Argument("<id>", "the report's id, or its beginning"))
    .action(actions.show);
  withCommonOptions(reports.command("summary"))
    .description("rank tasks and lines by the time they stole")
    .action(actions.summary);
  return reports;
}

function withCommonOptions(command: Command): Command {
  return command
    .addOption(new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"))
    .option("--task <name>", "only reports of this task")
    .option("--since <time>", "only reports since then: 15m, 1h, 7d, or an ISO date")
    .option("--reports <dir>", "where the reports are kept (default: .loopward/reports)");
}
