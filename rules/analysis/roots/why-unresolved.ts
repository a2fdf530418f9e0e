import type ts from "typescript";
import type { Context } from "../context.js";
import { originsOf } from "../origin/value-origin.js";
import { bare, declarationsOf, nameNode } from "../symbols.js";
import { tsc } from "../typescript.js";

/** Why the function that an expression given as handler stands for was not found; undefined where it is none to begin with. */
export function whyUnresolved(handler: ts.Expression, context: Context): string | undefined {
  const node = bare(handler);
  if (!mayBeFunction(node, context)) return undefined;
  if (tsc.isElementAccessExpression(node)) return "it is chosen by a key at run time";
  if (tsc.isCallExpression(node)) return "it is made by a call whose insides the program does not show";
  const declarations = declarationsOf(node, context.checker);
  if (declarations.some((part) => tsc.isParameter(part))) {
    return "it is a parameter, and the program shows no call that gives it";
  }
  if (declarations.length > 0 && declarations.every((part) => part.getSourceFile().isDeclarationFile)) {
    return "it comes from a package";
  }
  return "the program does not show which function it is";
}

/** A file's name or URL is a processor in a process of its own, which blocks no one; other values are options. */
function mayBeFunction(node: ts.Expression, { checker }: Context): boolean {
  if (isNewUrl(node) || tsc.isObjectLiteralExpression(node) || isFileName(node, checker)) return false;
  const type = checker.getTypeAtLocation(node);
  const { Any, Unknown } = tsc.TypeFlags;
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => part.flags & (Any | Unknown) || part.getCallSignatures().length > 0);
}

/** By its text: `URL` is a type of the DOM or of Node, and neither may be installed. */
function isNewUrl(node: ts.Expression): boolean {
  return tsc.isNewExpression(node) && nameNode(node.expression)?.text === "URL";
}

/** `path.join(…)`, whose result has no type where Node's types are not installed; also as the name of a variable. */
function isFileName(node: ts.Expression, checker: ts.TypeChecker): boolean {
  return originsOf(node, checker).some(({ module }) => module === "path" || module === "url");
}
