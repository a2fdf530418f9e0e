import type ts from "typescript";
import { bare, declarationsOf } from "./symbols.js";
import { tsc } from "./typescript.js";
import { valueOf } from "./values/function-values.js";

/** Written out by hand: a few places to look in, a few files to write. */
const SHORT = 16;

/** Whether an expression is, or names, an array written out element by element: a loop over it repeats nothing at length. */
export function isShortList(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = bare(expression);
  if (tsc.isArrayLiteralExpression(node)) {
    return node.elements.length <= SHORT && !node.elements.some((element) => tsc.isSpreadElement(element));
  }
  if (!tsc.isIdentifier(node)) return false;
  return declarationsOf(node, checker).some((declaration) => {
    const value = tsc.isVariableDeclaration(declaration) && valueOf(declaration, checker);
    // An empty one is filled later.
    const list = value && bare(value);
    return (
      list && tsc.isArrayLiteralExpression(list) && list.elements.length > 0 && isShortList(list, checker)
    );
  });
}
