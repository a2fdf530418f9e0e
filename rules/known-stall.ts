import type { Rule } from "eslint";
import { locate, type Located } from "./known-stall/locate.js";
import { knownStallsOf } from "./known-stall/read-known-stalls.js";
import { isOlderThan, whatHappened } from "./known-stall/words.js";

interface Options {
  /** Files of known stalls, relative to the working directory. */
  readonly files: readonly string[];
  /** Stalls that were longer ago are forgotten. */
  readonly days: number;
}

const defaults: Options = { files: [], days: 30 };

/** Reports the lines that stalled an event loop when they ran, for as long as they are what they were. */
export const knownStall: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: { description: "disallow lines that stalled an event loop when they ran", recommended: true },
    schema: [
      {
        type: "object",
        properties: {
          files: {
            type: "array",
            items: { type: "string" },
            uniqueItems: true,
            description:
              "Files of known stalls; the nearest `.loopward/known-stalls.json` above the linted file unless said.",
          },
          days: { type: "integer", minimum: 1, description: "Stalls that were longer ago are forgotten." },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ ...defaults, files: [] }],
    messages: {
      stalled: "{{ what }} stalled the event loop {{ happened }}. {{ advice }}",
      stalledCall:
        "{{ what }} stalled the event loop {{ happened }}. {{ advice }} How a task gets here is said by `loopward/no-blocking-call`, where it can see it.",
    },
  },

  create(context) {
    const options = { ...defaults, ...(context.options[0] as Partial<Options> | undefined) };
    return {
      Program() {
        for (const { stall, line } of stallsIn(context, options)) {
          const text = context.sourceCode.lines[line - 1] ?? "";
          context.report({
            loc: {
              start: { line, column: text.length - text.trimStart().length },
              end: { line, column: text.trimEnd().length },
            },
            messageId: stall.api === null ? "stalled" : "stalledCall",
            data: {
              what: stall.api === null ? "This line" : `\`${stall.api}\``,
              happened: whatHappened(stall, Date.now()),
              advice: stall.advice,
            },
          });
        }
      },
    };
  },
};

/** Says of a line that the linter reports what production knows of it; nothing where it knows nothing. */
export function knownStallNote(context: Rule.RuleContext): (line: number, api: string) => string {
  const stalls = stallsIn(context, defaults);
  return (line, api) => {
    const known = stalls.find((its) => its.line === line && its.stall.api === api);
    return known
      ? ` It has done so: ${whatHappened(known.stall, Date.now())} (\`loopward/known-stall\`).`
      : "";
  };
}

function stallsIn({ filename, cwd, sourceCode }: Rule.RuleContext, { files, days }: Options): Located[] {
  const nowMs = Date.now();
  const stalls = knownStallsOf(filename, cwd, files).filter((stall) => !isOlderThan(stall, days, nowMs));
  return stalls.length === 0 ? [] : locate(stalls, sourceCode.lines);
}
