import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reportsCommand } from "../../src/cli/reports.js";
import { workerCommand } from "../../src/cli/worker.js";
import {
  DEFAULT_REPORTS_BYTES,
  MAX_REPORT_FILE_BYTES,
  reportFileName,
} from "../../src/findings/report-file.js";
import { budgetMetrics } from "../../src/reports/budget.js";
import { exportFormatNames } from "../../src/reports/export/formats.js";
import { root } from "../support/fixtures.js";

const page = readFileSync(join(root, "docs/reports.md"), "utf8");
const commands = reportsCommand(() => undefined).commands;

/** First cells of the table rows of a section: their code spans, each up to its first space. */
function rows(section: string): string[] {
  const [, text = ""] = page.split(`\n## ${section}\n`);
  const cells = [...(text.split(/^## /m)[0] ?? "").matchAll(/^\| (`.+?)\|/gm)].map(([, cell = ""]) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w[\w-]*)/g)].map(([, name = ""]) => name));
}

describe("docs/reports.md", () => {
  it("names every command and every filter", () => {
    const [start = ""] = page.split(/^## /m);
    const named = [...start.matchAll(/^\| `(-*[\w-]+)/gm)].map(([, name]) => name);
    const filters = commands
      .filter((command) => command.name() === "tail")
      .flatMap(({ options }) => options.map(({ long }) => long))
      .filter((long) => long !== "--format" && long !== "--limit");
    expect(named.sort()).toEqual([...commands.map((command) => command.name()), ...filters].sort());
  });

  it("names every metric and every format", () => {
    expect(rows("A gate for CI").sort()).toEqual([...budgetMetrics].sort());
    expect(rows("Formats of export").sort()).toEqual([...exportFormatNames].sort());
  });

  it("names no option that there is not", () => {
    const known = new Set(
      [...commands, workerCommand(() => undefined)].flatMap(({ options }) => options.map(({ long }) => long)),
    );
    const named = [...page.matchAll(/(?<![\w-])(--[a-z][a-z-]+)/g)].map(([, option = ""]) => option);
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((option) => !known.has(option))).toEqual([]);
  });

  it("says which commands have a budget, and which a period", () => {
    const having = (long: string) =>
      commands
        .filter(({ options }) => options.some((option) => option.long === long))
        .map((command) => command.name());
    expect(having("--fail-on")).toEqual(["list", "summary", "diff", "export"]);
    expect(
      commands.map((command) => command.name()).filter((name) => !having("--since").includes(name)),
    ).toEqual(["diff", "tail", "serve"]);
  });

  it("gives the sizes and names that the store has", () => {
    expect(page).toContain(`none much larger than ${MAX_REPORT_FILE_BYTES / 2 ** 20} MiB`);
    expect(page).toContain(`All together take ${DEFAULT_REPORTS_BYTES / 2 ** 20} MiB at most`);
    for (const part of [0, 1]) expect(page).toContain(reportFileName({ day: "2026-11-23", part }));
  });

  it("is named by --help with its commands", () => {
    let help = "";
    reportsCommand(() => undefined)
      .configureOutput({ writeOut: (text) => (help += text) })
      .outputHelp();
    for (const command of commands) expect(help).toContain(command.name());
    expect(help).toContain("Exit codes: 0 done, 1 a condition of --fail-on holds, 2 not done.");
  });
});
