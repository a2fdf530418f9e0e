import type { Rule } from "eslint";
import type ts from "typescript";
import { tsc } from "./analysis/typescript.js";
import { walkUnit } from "./analysis/walk.js";
import { reachOf } from "./findings/reach.js";
import type { FindReports, TaskReport } from "./findings/task-report.js";
import type { ConditionLoop } from "./no-endless-loop/exits.js";
import { judgeLoop } from "./no-endless-loop/judge-loop.js";
import { reportNode, type Suggestion } from "./program/report-node.js";
import { onTaskCode } from "./program/task-code.js";
import { pauseInLoop } from "./suggestions/pause-in-loop.js";

interface Options {
  /** Whether to report loops that do nothing but look at the clock. */
  readonly clock: boolean;
}

const defaults: Options = { clock: true };

/** Reports loops that a task executes and that never end, or wait for what cannot happen while they run. */
export const noEndlessLoop: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: {
      description: "disallow loops in tasks that never let the event loop turn",
      recommended: true,
    },
    schema: [
      {
        type: "object",
        properties: {
          clock: { type: "boolean", description: "Report loops that do nothing but look at the clock." },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [defaults],
    hasSuggestions: true,
    messages: {
      endless:
        "This loop never ends: its condition always holds, nothing leaves it, and it never awaits, so every other task on the event loop stands still for good. {{ reach }} Leave it with `break` or `return`, or `await` in it.",
      stuck:
        "This loop waits for a change that cannot happen: nothing in it changes what its condition reads, and no other code runs while it does. {{ reach }} `await` the event that makes the change.",
      spinning:
        "This loop does nothing but look at the clock, and every other task on the event loop stands still for that long. {{ reach }} Use `await setTimeout(ms)` from `node:timers/promises`.",
      pause: "Add `await {{ pause }}`, which lets other tasks go on.",
    },
  },

  create(context) {
    const { clock } = { ...defaults, ...(context.options[0] as Partial<Options> | undefined) };
    return onTaskCode(context, (code) => {
      for (const report of endlessLoops(code, { clock }, context.cwd)) reportNode(report, context);
    });
  },
};

export const endlessLoops: FindReports<Options> = ({ units, context }, { clock }, root) => {
  const reports: TaskReport[] = [];
  for (const reached of units) {
    walkUnit(reached.unit, context.checker, (node) => {
      const verdict = isConditionLoop(node) ? judgeLoop(node, context.checker) : undefined;
      if (!verdict || (verdict === "spinning" && !clock)) return;
      const loop = node as ConditionLoop;
      const pause = pauseInLoop(loop, reached.isHandler, context);
      const suggestions: Suggestion[] = pause
        ? [{ messageId: "pause", data: { pause: pause.pause }, edits: pause.edits }]
        : [];
      reports.push({
        node: headOf(loop),
        messageId: verdict,
        data: { reach: reachOf(reached, loop, root) },
        suggestions,
        api: "endless loop",
        cost: "heavy",
        confidence: reached.confidence,
        tasks: reached.tasks,
        path: reached.pathTo(loop),
      });
    });
  }
  return reports;
};

function isConditionLoop(node: ts.Node): node is ConditionLoop {
  return tsc.isWhileStatement(node) || tsc.isDoStatement(node) || tsc.isForStatement(node);
}

/** A report points at the keyword: the whole loop may fill a screen. */
function headOf(loop: ConditionLoop): ts.Node {
  return loop.getChildAt(0);
}
