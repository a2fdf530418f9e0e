import type { Rule } from "eslint";
import { tsc } from "./analysis/typescript.js";
import { walkUnit } from "./analysis/walk.js";
import { reachOf } from "./findings/reach.js";
import type { FindReports, TaskReport } from "./findings/task-report.js";
import { backtrackingOf, type Backtracking } from "./no-unsafe-regexp/backtracking.js";
import { inputOf, type Input } from "./no-unsafe-regexp/input.js";
import { matchAt, type Match } from "./no-unsafe-regexp/matches.js";
import { reportNode, type Suggestion } from "./program/report-node.js";
import { onTaskCode } from "./program/task-code.js";

interface Options {
  /** Patterns whose time grows with the square of the input or more: on a whole file or message, always, or never. */
  readonly polynomial: "unbounded" | "always" | "never";
}

const defaults: Options = { polynomial: "unbounded" };

/** Reports patterns that backtrack, matched in a task against a text that somebody else chooses. */
export const noUnsafeRegexp: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: {
      description: "disallow patterns in tasks that take super-linear time on input from outside",
      recommended: true,
    },
    schema: [
      {
        type: "object",
        properties: {
          polynomial: {
            enum: ["unbounded", "always", "never"],
            description: "Whether to report patterns of polynomial time.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [defaults],
    hasSuggestions: true,
    messages: {
      exponential:
        "`{{ pattern }}` may backtrack for a time exponential in its input: some thirty repetitions of `{{ repeated }}` hold the event loop for minutes. {{ reach }} Write it so that no repetition can read one text in two ways.",
      polynomial:
        "`{{ pattern }}` may take time quadratic in its input, or worse: a hundred thousand times `{{ repeated }}` hold the event loop for seconds. {{ reach }} Cut the input to a length, or write it so that it cannot start again inside of a repetition.",
      linear: "Write `{{ fixed }}`, which matches the same in linear time.",
    },
  },

  create(context) {
    const options = { ...defaults, ...(context.options[0] as Partial<Options> | undefined) };
    return onTaskCode(context, (code) => {
      for (const report of unsafeRegexps(code, options, context.cwd)) reportNode(report, context);
    });
  },
};

export const unsafeRegexps: FindReports<Options> = ({ units, context, file }, options, root) => {
  const reports: TaskReport[] = [];
  for (const reached of units) {
    walkUnit(reached.unit, context.checker, (node) => {
      const match = matchAt(node, context);
      const slow = match && backtrackingOf(match.pattern);
      if (!slow || !isReported(slow, inputOf(match.input, context), options)) return;
      const { source, flags, node: origin } = match.pattern;
      const pattern = `/${source}/${flags}`;
      reports.push({
        node: match.at,
        messageId: slow.growth,
        data: { pattern, repeated: slow.repeated, reach: reachOf(reached, node, root) },
        suggestions: origin.getSourceFile() === file ? linear(match, slow) : [],
        api: pattern,
        cost: slow.growth === "exponential" ? "heavy" : "data",
        // What the text is like decides.
        confidence: "possible",
        tasks: reached.tasks,
        path: reached.pathTo(node),
      });
    });
  }
  return reports;
};

function isReported({ growth }: Backtracking, input: Input, { polynomial }: Options): boolean {
  if (input === "own") return false;
  // Thirty characters are enough: a bound does not help.
  if (growth === "exponential") return true;
  if (input === "bounded" || polynomial === "never") return false;
  return polynomial === "always" || input === "whole";
}

function linear({ pattern: { node } }: Match, { fixed }: Backtracking): Suggestion[] {
  if (!fixed || !tsc.isRegularExpressionLiteral(node)) return [];
  const text = String(new RegExp(fixed.source, fixed.flags));
  const edits = [{ start: node.getStart(), end: node.getEnd(), text }];
  return [{ messageId: "linear", data: { fixed: text }, edits }];
}
