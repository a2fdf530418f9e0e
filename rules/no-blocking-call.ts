import type { Rule } from "eslint";
import type { ReachedHit } from "./analysis/analysis.js";
import type { Context } from "./analysis/context.js";
import { isReported } from "./findings/is-reported.js";
import { optionsSchema, presets, type NoBlockingCallOptions } from "./findings/options.js";
import { toFinding } from "./findings/to-finding.js";
import { pauses } from "./analysis/pauses.js";
import { reportNode, type Suggestion } from "./program/report-node.js";
import { knownStallNote } from "./known-stall.js";
import { onTaskCode } from "./program/task-code.js";
import { awaitTwin } from "./suggestions/await-twin.js";
import { loopAround, pauseInLoop } from "./suggestions/pause-in-loop.js";

/** Reports every blocking call that a task can reach, in whatever file and behind however many functions it is. */
export const noBlockingCall: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: { description: "disallow blocking calls that a task can reach", recommended: true },
    schema: [...optionsSchema],
    defaultOptions: [presets.recommended],
    hasSuggestions: true,
    messages: {
      // The whole text is built where `loopward check` takes it from, too.
      blocking: "{{ message }}",
      awaitTwin: "Write `await {{ twin }}(…)`, which lets other tasks go on.",
      pause: "Add `await {{ pause }}` to the loop, which lets other tasks go on between its turns.",
    },
  },

  create(context) {
    const options = { ...presets.recommended, ...(context.options[0] as Partial<NoBlockingCallOptions>) };
    return onTaskCode(context, ({ hits, context: analysis }) => {
      const reported = hits.filter((hit) => isReported(hit, options));
      if (reported.length === 0) return;
      const noteOf = knownStallNote(context);
      for (const hit of reported) {
        const { message, line, api } = toFinding(hit, context.cwd);
        const data = { message: message + noteOf(line, api) };
        reportNode(
          { node: hit.at, messageId: "blocking", data, suggestions: suggestionsFor(hit, analysis) },
          context,
        );
      }
    });
  },
};

/** An asynchronous twin is better than a pause between calls that block. */
function suggestionsFor(hit: ReachedHit, analysis: Context): Suggestion[] {
  const twin = awaitTwin(hit);
  if (twin) return [{ messageId: "awaitTwin", data: { twin: twin.name }, edits: twin.edits }];
  const loop = hit.inLoop ? loopAround(hit.node) : undefined;
  const pause = loop && !pauses(loop) ? pauseInLoop(loop, hit.path.length === 1, analysis) : undefined;
  return pause ? [{ messageId: "pause", data: { pause: pause.pause }, edits: pause.edits }] : [];
}
