import type { Rule } from "eslint";
import type { ReachedHit } from "./analysis/analysis.js";
import { tsc } from "./analysis/typescript.js";
import { reachText } from "./findings/message.js";
import type { FindReports } from "./findings/task-report.js";
import { pathSteps } from "./findings/to-finding.js";
import { hoist } from "./no-lazy-require/hoist.js";
import { reportNode, type Suggestion } from "./program/report-node.js";
import { onTaskCode } from "./program/task-code.js";

interface Options {
  /** Whether to report `import()` too: its reading is asynchronous, its compiling and running are not. */
  readonly imports: boolean;
  /** Modules that may be loaded late. */
  readonly allow: readonly string[];
}

const defaults: Options = { imports: false, allow: [] };

/** Reports modules that a task loads when it runs, and not when the program starts. */
export const noLazyRequire: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: { description: "disallow loading modules while a task runs", recommended: false },
    schema: [
      {
        type: "object",
        properties: {
          imports: { type: "boolean", description: "Whether to report `import()` too." },
          allow: {
            type: "array",
            items: { type: "string" },
            uniqueItems: true,
            description: "Modules that may be loaded late.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ ...defaults, allow: [] }],
    hasSuggestions: true,
    messages: {
      lazy: "{{ call }} loads a module while a task runs: reading, compiling and running it and all that it needs holds the event loop for milliseconds to seconds, the first time. {{ reach }} Import it at the top of the file.",
      hoist: "Write `{{ statement }}` at the top of the file.",
    },
  },

  create(context) {
    const options = { ...defaults, ...(context.options[0] as Partial<Options> | undefined) };
    return onTaskCode(context, (code) => {
      for (const report of lazyRequires(code, options, context.cwd)) reportNode(report, context);
    });
  },
};

export const lazyRequires: FindReports<Options> = ({ hits }, options, root) =>
  hits
    .filter((hit) => isReported(hit, options))
    .map((hit) => {
      const hoisted = hoist(hit.node);
      const suggestions: Suggestion[] = hoisted
        ? [{ messageId: "hoist", data: { statement: hoisted.statement }, edits: hoisted.edits }]
        : [];
      const reach = reachText(hit.tasks, pathSteps(hit.path, root));
      const data = { call: `\`${hit.node.getText().split("\n", 1)[0]}\``, reach };
      const { confidence, tasks, path } = hit;
      const { api, cost } = hit.api;
      return { node: hit.at, messageId: "lazy", data, suggestions, api, cost, confidence, tasks, path };
    });

function isReported({ api, node }: ReachedHit, { imports, allow }: Options): boolean {
  const isLoad = api.api === "require" || (imports && api.api === "import");
  if (!isLoad || !tsc.isCallExpression(node)) return false;
  const [specifier] = node.arguments;
  return !specifier || !tsc.isStringLiteralLike(specifier) || !allow.includes(specifier.text);
}
