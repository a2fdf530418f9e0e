import type { Rule } from "eslint";
import type { Cost } from "../../src/catalogue/types.js";
import type { Confidence, Finding } from "../../src/findings/finding.js";
import type { ReachedHit } from "../analysis/analysis.js";
import type { NodeReport } from "../program/report-node.js";
import type { TaskCode } from "../program/task-code.js";
import { pathSteps, positionOf } from "./to-finding.js";

/** What a rule says of code that a task executes, with what a finding needs besides. */
export interface TaskReport extends NodeReport {
  /** As `Finding.api`: what it is called in short. */
  readonly api: string;
  readonly cost: Cost;
  readonly confidence: Confidence;
  readonly tasks: readonly string[];
  readonly path: ReachedHit["path"];
}

/** The part of a rule that needs no ESLint. @param root folder to which files in messages are relative */
export type FindReports<Options> = (code: TaskCode, options: Options, root: string) => TaskReport[];

/** The published form of a report. Every message says what is wrong, then `{{ reach }}`, then what to write instead. */
export function findingOf(report: TaskReport, rule: string, meta: Rule.RuleMetaData, root: string): Finding {
  const { node, messageId, data, path, api, cost, confidence, tasks } = report;
  const template = meta.messages?.[messageId] ?? "";
  const [, advice = ""] = template.split("{{ reach }} ");
  return {
    rule,
    ...positionOf(node, root),
    api,
    cost,
    confidence,
    tasks,
    path: pathSteps(path, root),
    message: filled(template, data),
    advice: filled(advice, data),
  };
}

function filled(template: string, data: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{ (\w+) \}\}/g, (whole, name: string) => data[name] ?? whole);
}
