import type { AST, Rule } from "eslint";
import type ts from "typescript";
import type { Edit } from "../suggestions/edit.js";

/** What a rule says of a node of TypeScript's tree. */
export interface NodeReport {
  readonly node: ts.Node;
  readonly messageId: string;
  readonly data: Readonly<Record<string, string>>;
  readonly suggestions?: readonly Suggestion[];
}

export interface Suggestion {
  readonly messageId: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly edits: readonly Edit[];
}

export function reportNode(
  { node, messageId, data, suggestions = [] }: NodeReport,
  context: Rule.RuleContext,
): void {
  context.report({
    loc: locationOf(node),
    messageId,
    data,
    suggest: suggestions.map(({ edits, ...suggestion }) => ({
      ...suggestion,
      fix: (fixer) => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text)),
    })),
  });
}

function locationOf(node: ts.Node): AST.SourceLocation {
  const file = node.getSourceFile();
  const start = file.getLineAndCharacterOfPosition(node.getStart(file));
  const end = file.getLineAndCharacterOfPosition(node.getEnd());
  return {
    start: { line: start.line + 1, column: start.character },
    end: { line: end.line + 1, column: end.character },
  };
}
