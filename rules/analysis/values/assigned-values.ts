import type ts from "typescript";
import { nameNode } from "../symbols.js";
import { syntaxOf } from "../syntax.js";
import { tsc } from "../typescript.js";

/** What a variable or field that begins with nothing is given later, in its file. */
export function assignedValues(
  part: ts.VariableDeclaration | ts.PropertyDeclaration,
  checker: ts.TypeChecker,
): ts.Expression[] {
  const { name } = part;
  if (!tsc.isIdentifier(name) && !tsc.isPrivateIdentifier(name)) return [];
  return syntaxOf(part.getSourceFile()).assignments.flatMap(({ left, right }) => {
    const assigned = nameNode(left);
    if (assigned?.text !== name.text) return [];
    return checker.getSymbolAtLocation(assigned)?.declarations?.includes(part) ? [right] : [];
  });
}
