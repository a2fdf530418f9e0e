import type ts from "typescript";
import type { Context } from "../context.js";
import { bare, declarationsOf } from "../symbols.js";
import { tsc } from "../typescript.js";
import { isFunctionUnit } from "../unit.js";
import { assignedValues } from "./assigned-values.js";
import { functionsOf, isChoice, valueOf } from "./function-values.js";
import { memberOf } from "./object-members.js";
import { givenByLoop, pickedFrom } from "./picked-values.js";
import type { Stored } from "./stored-values.js";
import { Trail } from "./trail.js";
import { returnedValues } from "./wrapped-functions.js";

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
  const given = furtherValues(node, context, trail.deeper());
  if (given.length > 0) return given;
  // What nothing more is known of stands for itself: a function, a class, an import of a package. A parameter is no value.
  return declarationsOf(node, context.checker).some((part) => tsc.isParameter(part)) ? [] : [node];
}

function furtherValues(node: ts.Expression, context: Context, trail: Trail): readonly ts.Expression[] {
  const { checker } = context;
  if (tsc.isCallExpression(node)) {
    return functionsOf(node.expression, checker)
      .flatMap(returnedValues)
      .flatMap((value) => givenValues(value, context, trail));
  }
  if (!tsc.isIdentifier(node) && !tsc.isPropertyAccessExpression(node)) return [];
  const declarations = declarationsOf(node, checker);
  if (tsc.isPropertyAccessExpression(node) && declarations.some(isSignature)) {
    return membersAsValues(node.expression, node.name.text, context, trail);
  }
  return declarations.flatMap((declaration) => givenFor(declaration, context, trail));
}

function isSignature(declaration: ts.Declaration): boolean {
  return tsc.isPropertySignature(declaration) || tsc.isMethodSignature(declaration);
}

function membersAsValues(
  object: ts.Expression,
  name: string,
  context: Context,
  trail: Trail,
): readonly ts.Expression[] {
  return memberOf(object, name, context, trail).flatMap((member) => storedValues(member, context, trail));
}

/** What something that is kept in a collection was written as. */
export function storedValues(stored: Stored, context: Context, trail: Trail): readonly ts.Expression[] {
  if (tsc.isExpression(stored)) return givenValues(stored, context, trail);
  // A method is no expression, but its name stands for it.
  if (isFunctionUnit(stored)) return stored.name && tsc.isIdentifier(stored.name) ? [stored.name] : [];
  const value = valueOf(stored, context.checker);
  return value ? givenValues(value, context, trail) : [];
}

function givenFor(declaration: ts.Declaration, context: Context, trail: Trail): readonly ts.Expression[] {
  if (!trail.goesOnAt(declaration)) return [];
  const trace = (next: ts.Expression): readonly ts.Expression[] => givenValues(next, context, trail);
  if (tsc.isParameter(declaration) && isFunctionUnit(declaration.parent)) {
    const ofLoop = givenByLoop(declaration, context, trail);
    if (ofLoop) return ofLoop.flatMap((stored) => storedValues(stored, context, trail));
    return context.callsGiving(declaration).flatMap(({ argument }) => trace(argument));
  }
  if (tsc.isBindingElement(declaration)) return boundValues(declaration, context, trail);
  if (tsc.isVariableDeclaration(declaration) || tsc.isPropertyDeclaration(declaration)) {
    const { initializer } = declaration;
    if (initializer && !isFunctionUnit(initializer)) return trace(initializer);
    return initializer ? [] : assignedValues(declaration, context.checker).flatMap(trace);
  }
  return [];
}

/** `{ handler }` of a variable, and of what a parameter is given. */
function boundValues(element: ts.BindingElement, context: Context, trail: Trail): readonly ts.Expression[] {
  const key = element.propertyName ?? element.name;
  const source = element.parent.parent;
  if (!tsc.isObjectBindingPattern(element.parent) || !tsc.isIdentifier(key)) return [];
  if (tsc.isBindingElement(source)) return [];
  const wholes =
    tsc.isParameter(source) && isFunctionUnit(source.parent)
      ? context.callsGiving(source).map(({ argument }) => argument)
      : [source.initializer].filter((value) => value !== undefined);
  return wholes.flatMap((whole) => membersAsValues(whole, key.text, context, trail));
}
