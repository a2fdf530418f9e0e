import type ts from "typescript";
import type { Context } from "../context.js";
import { bare, declarationsOf } from "../symbols.js";
import { tsc } from "../typescript.js";
import { isFunctionUnit } from "../unit.js";
import { assignedValues } from "./assigned-values.js";
import { isChoice, valueOf } from "./function-values.js";
import { givenByLoop, pickedFrom } from "./picked-values.js";
import type { Stored } from "./stored-values.js";
import { Trail } from "./trail.js";

/**
 * The expressions that were written for what an expression stands for: through names and choices, out of collections, and, for a
 * parameter, from the calls that give it, wherever in the project they are.
 */
export function givenValues(
  expression: ts.Expression,
  context: Context,
  trail = new Trail(),
): readonly ts.Expression[] {
  const trace = (next: ts.Expression): readonly ts.Expression[] => givenValues(next, context, trail.deeper());
  const node = bare(expression);
  if (!trail.goesOn("value", node)) return [];
  if (tsc.isAwaitExpression(node)) return trace(node.expression);
  if (tsc.isConditionalExpression(node)) return [...trace(node.whenTrue), ...trace(node.whenFalse)];
  if (tsc.isBinaryExpression(node) && isChoice(node)) return [...trace(node.left), ...trace(node.right)];
  const picked = pickedFrom(node, context, trail.deeper());
  if (picked) return picked.flatMap((stored) => storedValues(stored, context, trail.deeper()));
  if (!tsc.isIdentifier(node) && !tsc.isPropertyAccessExpression(node)) return [node];
  const declarations = declarationsOf(node, context.checker);
  const given = declarations.flatMap((declaration) => givenFor(declaration, context, trail.deeper()));
  // A name that nothing more is known of stands for itself: a function, a class, an import of a package.
  return given.length > 0 ? given : [node];
}

/** What something that is kept in a collection was written as. */
export function storedValues(stored: Stored, context: Context, trail: Trail): readonly ts.Expression[] {
  if (tsc.isExpression(stored)) return givenValues(stored, context, trail);
  const value = isFunctionUnit(stored) ? undefined : valueOf(stored, context.checker);
  return value ? givenValues(value, context, trail) : [];
}

function givenFor(declaration: ts.Declaration, context: Context, trail: Trail): readonly ts.Expression[] {
  const trace = (next: ts.Expression): readonly ts.Expression[] => givenValues(next, context, trail);
  if (tsc.isParameter(declaration) && isFunctionUnit(declaration.parent)) {
    const ofLoop = givenByLoop(declaration, context, trail);
    if (ofLoop) return ofLoop.flatMap((stored) => storedValues(stored, context, trail));
    return context.callsGiving(declaration).flatMap(({ argument }) => trace(argument));
  }
  if (tsc.isVariableDeclaration(declaration) || tsc.isPropertyDeclaration(declaration)) {
    const { initializer } = declaration;
    if (initializer && !isFunctionUnit(initializer)) return trace(initializer);
    return initializer ? [] : assignedValues(declaration, context.checker).flatMap(trace);
  }
  return [];
}
