import type { AST, Rule } from "eslint";
import type ts from "typescript";
import { analyseOnce } from "./analysis/analyse-once.js";
import type { ReachedHit } from "./analysis/analysis.js";
import { loadTypeScript } from "./analysis/typescript.js";
import { isReported } from "./findings/is-reported.js";
import { optionsSchema, presets, type NoBlockingCallOptions } from "./findings/options.js";
import { toFinding } from "./findings/to-finding.js";
import { lintProgram } from "./program/lint-program.js";
import { parseSettings } from "./settings/settings.js";
import { awaitTwin } from "./suggestions/await-twin.js";

/** Reports every blocking call that a task can reach, in whatever file and behind however many functions it is. */
export const noBlockingCall: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: { description: "disallow blocking calls that a task can reach" },
    schema: [...optionsSchema],
    defaultOptions: [presets.recommended],
    hasSuggestions: true,
    messages: {
      // The whole text is built where `loopward check` takes it from, too.
      blocking: "{{ message }}",
      awaitTwin: "Write `await {{ twin }}(…)`, which lets other tasks go on.",
    },
  },

  create(context) {
    loadTypeScript();
    const options = { ...presets.recommended, ...(context.options[0] as Partial<NoBlockingCallOptions>) };
    const settings = parseSettings(context.settings.loopward);
    return {
      Program() {
        const linted = lintProgram(context, settings.workspace);
        if (!linted) return;
        const analysis = analyseOnce(linted.program, settings, context.cwd);
        for (const hit of analysis.hitsIn(linted.file.fileName)) {
          if (isReported(hit, options)) report(hit, linted.file, context);
        }
      },
    };
  },
};

function report(hit: ReachedHit, file: ts.SourceFile, context: Rule.RuleContext): void {
  const twin = awaitTwin(hit);
  context.report({
    loc: locationOf(hit.at, file),
    messageId: "blocking",
    data: { message: toFinding(hit, context.cwd).message },
    suggest: twin && [
      {
        messageId: "awaitTwin",
        data: { twin: twin.name },
        fix: (fixer) => twin.edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text)),
      },
    ],
  });
}

function locationOf(node: ts.Node, file: ts.SourceFile): AST.SourceLocation {
  const start = file.getLineAndCharacterOfPosition(node.getStart(file));
  const end = file.getLineAndCharacterOfPosition(node.getEnd());
  return {
    start: { line: start.line + 1, column: start.character },
    end: { line: end.line + 1, column: end.character },
  };
}
