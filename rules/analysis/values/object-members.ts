import type ts from "typescript";
import type { Context } from "../context.js";
import { dependOn } from "../memory/recorder.js";
import { bare } from "../symbols.js";
import { tsc } from "../typescript.js";
import { isFunctionUnit } from "../unit.js";
import { givenValues } from "./given-values.js";
import { Trail } from "./trail.js";

/**
 * Where the member of an object is written: in the object itself, in what is spread into it, or, if the expression is a name for
 * what was given from elsewhere, in the objects that were given.
 */
export function memberOf(
  object: ts.Expression,
  name: string,
  context: Context,
  trail = new Trail(),
): readonly ts.Declaration[] {
  const node = bare(object);
  const own = context.checker.getTypeAtLocation(node).getProperty(name)?.declarations ?? [];
  for (const declaration of own) dependOn(declaration);
  if (own.some((declaration) => !isHollow(declaration)) || !trail.goesOn(`member ${name}`, node)) return own;
  const elsewhere = tsc.isObjectLiteralExpression(node)
    ? node.properties.flatMap((part) => (tsc.isSpreadAssignment(part) ? [part.expression] : []))
    : givenValues(node, context, trail.deeper()).filter((value) => value !== node);
  const written = elsewhere.flatMap((value) => memberOf(value, name, context, trail.deeper()));
  return written.length > 0 ? written : own;
}

/** Whether a declaration says that there is a function, and not which. */
export function isHollow(declaration: ts.Declaration): boolean {
  if (tsc.isPropertySignature(declaration) || tsc.isMethodSignature(declaration)) return true;
  if (tsc.isParameter(declaration)) return !declaration.initializer;
  if (tsc.isPropertyDeclaration(declaration)) return !declaration.initializer;
  return tsc.isMethodDeclaration(declaration) && !isFunctionUnit(declaration);
}
