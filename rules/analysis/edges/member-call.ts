import type ts from "typescript";
import { aliasedDeclarations, bare, declarationsOf, namedSymbol, nameNode } from "../symbols.js";
import { tsc } from "../typescript.js";
import type { FunctionUnit } from "../unit.js";
import { functionsDeclaredBy, functionsOf } from "../values/function-values.js";
import { definitely, NOWHERE, type Edge } from "./edge.js";
import { isImported } from "./imported-call.js";

/** `render.call(page)`: methods of functions that call them. */
const APPLIES = new Set(["apply", "call"]);

/** `renderer.load()` and `this.load()`: a method, or a property that holds a function, found through the receiver's type. */
export const memberCall: Edge = {
  kind: "member-call",
  from(node, { checker }) {
    if (!tsc.isCallExpression(node)) return NOWHERE;
    const callee = bare(node.expression);
    if (!tsc.isPropertyAccessExpression(callee) && !tsc.isElementAccessExpression(callee)) return NOWHERE;
    if (tsc.isPropertyAccessExpression(callee) && APPLIES.has(callee.name.text)) {
      const applied = functionsOf(callee.expression, checker);
      if (applied.length > 0) return definitely(applied);
    }
    const held = heldFunctions(callee, checker);
    if (held.length > 0) return definitely(held);
    const symbol = namedSymbol(callee, checker);
    if (!symbol || isImported(symbol, checker)) return NOWHERE;
    return definitely(
      aliasedDeclarations(symbol, checker).flatMap((declaration) =>
        functionsDeclaredBy(declaration, checker),
      ),
    );
  },
};

/** What an object written out has for a member, where its annotation (`const mailer: Mailer = { send() {} }`) does not tell. */
export function heldFunctions(
  callee: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  checker: ts.TypeChecker,
): FunctionUnit[] {
  const name = nameNode(callee)?.text;
  const receiver = bare(callee.expression);
  if (name === undefined || !tsc.isIdentifier(receiver)) return [];
  return declarationsOf(receiver, checker).flatMap((declaration) => {
    if (!tsc.isVariableDeclaration(declaration) || !declaration.type || !declaration.initializer) return [];
    const object = bare(declaration.initializer);
    if (!tsc.isObjectLiteralExpression(object)) return [];
    const member = checker.getTypeAtLocation(object).getProperty(name);
    return member?.declarations?.flatMap((part) => functionsDeclaredBy(part, checker)) ?? [];
  });
}
