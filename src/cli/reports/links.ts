import { byApi } from "../../catalogue/index.js";
import type { Cause } from "../../findings/cause.js";
import type { Report } from "../../findings/report.js";
import { findingAt, type ReadFinding } from "../../reports/findings.js";
import { missingFor } from "../../reports/unseen.js";
import { printable } from "./printable.js";

/** The rule that looks for what stalls for this cause. */
const rules: Partial<Record<Cause, string>> = {
  "sync-call": "no-blocking-call",
  regexp: "no-unsafe-regexp",
  load: "no-lazy-require",
};

type Fact = readonly [name: string, value: string];

/** Where to read on about a report's stall: the catalogue's entry, the rule, and the linter's way to the line. */
export function linksOf(report: Report, findings: readonly ReadFinding[] | null): Fact[] {
  const { blame, cause } = report;
  if (!blame) return [];
  const entry = blame.api === null ? undefined : byApi(blame.api);
  const finding = findings ? findingAt(findings, blame) : undefined;
  const rule = finding?.rule.replace("loopward/", "") ?? (entry ? "no-blocking-call" : rules[cause]);
  return [
    ...(entry ? [["entry", `docs/catalogue.md, ${entry.module} (${entry.cost})`] as const] : []),
    ...(rule ? [["rule", `docs/rules/${printable(rule)}.md`] as const] : []),
    ...(findings
      ? [["lint", finding ? pathOf(finding) : `unseen: ${printable(missingFor(report, findings))}`] as const]
      : []),
  ];
}

function pathOf({ path }: ReadFinding): string {
  return path.map((step) => printable(`${step.function} ${step.file}:${step.line}`)).join(" → ");
}
