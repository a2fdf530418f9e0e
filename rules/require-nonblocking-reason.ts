import type { Rule } from "eslint";
import { marksOf, type Mark } from "./require-nonblocking-reason/marks-of.js";

interface Options {
  /** Words that a reason has at least. */
  readonly minWords: number;
}

const defaults: Options = { minWords: 1 };

/** Reports `@nonblocking` marks without a reason, and those in comments that nobody reads. */
export const requireNonblockingReason: Rule.RuleModule = {
  meta: {
    type: "suggestion",
    docs: { description: "require a reason after every `@nonblocking` mark", recommended: true },
    schema: [
      {
        type: "object",
        properties: {
          minWords: {
            type: "integer",
            minimum: 1,
            description: "How many words a reason has at least.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [defaults],
    hasSuggestions: true,
    messages: {
      noReason:
        "`@nonblocking` ends every path here, so that nothing below is ever reported: say why that is right, as in `@nonblocking runs once, when the program starts`.",
      fewWords: "Say in {{ minWords }} words or more why nothing below blocks: “{{ reason }}” is too short.",
      notRead: "`@nonblocking` is read in a JSDoc comment (`/** … */`) only: this one has no effect.",
      remove: "Remove the mark, so that what is below is analysed again.",
      makeJsDoc: "Make it a JSDoc comment.",
    },
  },

  create(context) {
    const { minWords } = { ...defaults, ...(context.options[0] as Partial<Options> | undefined) };
    return {
      Program() {
        for (const mark of context.sourceCode.getAllComments().flatMap(marksOf)) {
          const problem = problemOf(mark, minWords);
          if (problem) context.report({ loc: mark.loc, ...problem });
        }
      },
    };
  },
};

type Problem = Pick<Rule.ReportDescriptorOptions, "data" | "suggest"> & { messageId: string };

function problemOf(mark: Mark, minWords: number): Problem | undefined {
  const { reason, range } = mark;
  if (!mark.isJsDoc) {
    const text = `/** @nonblocking${reason === "" ? "" : ` ${reason}`} */`;
    const suggest = mark.isAlone
      ? [{ messageId: "makeJsDoc", fix: (fixer: Rule.RuleFixer) => fixer.replaceTextRange(range, text) }]
      : [];
    return { messageId: "notRead", suggest };
  }
  if (reason === "") {
    const suggest = mark.isAlone
      ? [{ messageId: "remove", fix: (fixer: Rule.RuleFixer) => fixer.removeRange(range) }]
      : [];
    return { messageId: "noReason", suggest };
  }
  const isShort = reason.split(/\s+/).length < minWords;
  return isShort ? { messageId: "fewWords", data: { minWords: String(minWords), reason } } : undefined;
}
