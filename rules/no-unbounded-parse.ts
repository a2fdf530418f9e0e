import type { Rule } from "eslint";
import type ts from "typescript";
import type { ReachedUnit } from "./analysis/analysis.js";
import { nameNode } from "./analysis/symbols.js";
import { tsc } from "./analysis/typescript.js";
import { walkUnit } from "./analysis/walk.js";
import { reachOf } from "./findings/reach.js";
import type { FindReports, TaskReport } from "./findings/task-report.js";
import { looksAtSize, refuseTooLong } from "./no-unbounded-parse/bound.js";
import { awaitedParser, isParser } from "./no-unbounded-parse/parsers.js";
import { reportNode, type Suggestion } from "./program/report-node.js";
import { onTaskCode } from "./program/task-code.js";

interface Options {
  /** Whether to report `json()` of responses and its like, which parse behind a promise. */
  readonly awaited: boolean;
  /** APIs never to report, named as in reports: `JSON.parse`. */
  readonly ignore: readonly string[];
}

const defaults: Options = { awaited: true, ignore: [] };

/** Reports parsing of a whole file or message whose size nothing bounds. */
export const noUnboundedParse: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: {
      description: "disallow parsing a whole file or message of any size in a task",
      recommended: false,
    },
    schema: [
      {
        type: "object",
        properties: {
          awaited: { type: "boolean", description: "Whether to report parsers behind a promise." },
          ignore: {
            type: "array",
            items: { type: "string" },
            uniqueItems: true,
            description: "APIs never to report.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ ...defaults, ignore: [] }],
    hasSuggestions: true,
    messages: {
      whole:
        "`{{ api }}` parses a whole file or message in one go, and nothing here bounds its size: every ten megabytes hold the event loop for a tenth of a second or more. {{ reach }} Refuse what is too long, parse a stream of it, or use {{ instead }}.",
      awaited:
        "`{{ api }}` reads the whole of it and parses it in one go, however big it is: the promise does not help. {{ reach }} Look at its size before, or parse a stream of it.",
      refuse: "Refuse a text that is too long before it is parsed.",
    },
  },

  create(context) {
    const options = { ...defaults, ...(context.options[0] as Partial<Options> | undefined) };
    return onTaskCode(context, (code) => {
      for (const report of unboundedParses(code, options, context.cwd)) reportNode(report, context);
    });
  },
};

export const unboundedParses: FindReports<Options> = ({ units, hits, context }, options, root) => {
  const parsed = new Map(hits.filter((hit) => hit.unbounded).map((hit) => [hit.node, hit]));
  const reports: TaskReport[] = [];
  for (const reached of units) {
    if (looksAtSize(reached.unit)) continue;
    walkUnit(reached.unit, context.checker, (node) => {
      const hit = parsed.get(node);
      const awaited = options.awaited ? awaitedParser(node, context) : undefined;
      if (hit && isParser(hit.api.api)) {
        reports.push(reportOf(reached, node, "whole", hit.api.api, hit.api.instead, root));
      } else if (awaited !== undefined) {
        reports.push(reportOf(reached, node, "awaited", awaited, "", root));
      }
    });
  }
  return reports.filter(({ api }) => !options.ignore.includes(api));
};

function reportOf(
  unit: ReachedUnit,
  node: ts.Node,
  messageId: "whole" | "awaited",
  api: string,
  instead: string,
  root: string,
): TaskReport {
  const edits = tsc.isCallExpression(node) ? refuseTooLong(node) : undefined;
  const suggestions: Suggestion[] = edits && messageId === "whole" ? [{ messageId: "refuse", edits }] : [];
  return {
    node: tsc.isCallExpression(node) ? (nameNode(node.expression) ?? node) : node,
    messageId,
    data: { api, instead, reach: reachOf(unit, node, root) },
    suggestions,
    api,
    cost: "data",
    confidence: unit.confidence,
    tasks: unit.tasks,
    path: unit.pathTo(node),
  };
}
