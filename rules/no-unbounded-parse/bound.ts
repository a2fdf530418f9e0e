import type ts from "typescript";
import { tsc } from "../analysis/typescript.js";
import type { Unit } from "../analysis/unit.js";
import { insert, type Edit } from "../suggestions/edit.js";

const SIZE = /length|size|bytes/i;

/** Whether a function looks at a size before it goes on: compares one, or gives one as a limit. */
export function looksAtSize(unit: Unit): boolean {
  const pending: ts.Node[] = [unit];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (tsc.isBinaryExpression(node) && isComparison(node) && SIZE.test(node.getText())) return true;
    if (tsc.isPropertyAssignment(node) && /^(max\w*|limit|sizeLimit)$/.test(node.name.getText())) return true;
    tsc.forEachChild(node, (child) => void pending.push(child));
  }
  return false;
}

function isComparison({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  const { LessThanToken, LessThanEqualsToken, GreaterThanToken, GreaterThanEqualsToken } = tsc.SyntaxKind;
  return [LessThanToken, LessThanEqualsToken, GreaterThanToken, GreaterThanEqualsToken].includes(kind);
}

/** The edits that refuse a text that is too long before it is parsed; undefined where the text has no name. */
export function refuseTooLong(call: ts.CallExpression): readonly Edit[] | undefined {
  const [text] = call.arguments;
  const statement = tsc.findAncestor(call, tsc.isStatement);
  if (!text || !tsc.isIdentifier(text) || !statement || !tsc.isBlock(statement.parent)) return undefined;
  const check = `if (${text.text}.length > 1_000_000) throw new RangeError("${text.text} is too long");`;
  const file = statement.getSourceFile();
  const start = statement.getStart(file);
  const line = file.text.slice(file.text.lastIndexOf("\n", start) + 1, start);
  return [insert(start, /^\s*$/.test(line) ? `${check}\n${line}` : `${check} `)];
}
