import type ts from "typescript";
import type { Context } from "../context.js";
import { bare, declarationsOf } from "../symbols.js";
import { tsc } from "../typescript.js";
import { isFunctionUnit, type FunctionUnit } from "../unit.js";
import { functionsDeclaredBy, functionsOf, valueOf } from "./function-values.js";
import { memberOf } from "./object-members.js";
import { contentsOf, type Stored } from "./stored-values.js";
import { Trail } from "./trail.js";
import { wrappedFunctionsOf } from "./wrapped-functions.js";

/** Methods that pick one of what a Map or an array holds. */
const PICKS = new Set(["at", "find", "findLast", "get", "pop", "shift"]);

/** Methods of arrays, Maps and Sets that give each thing they hold to their callback, as its first parameter. */
const GIVES_EACH = new Set(["every", "filter", "flatMap", "forEach", "map", "some"]);

/**
 * The functions that a choice out of a collection may give: `handlers[name]`, `handlers.get(name)`, `steps.find(…).run`, and
 * the variable of a loop over one of them; undefined where it is no such choice.
 */
export function pickedFunctions(
  expression: ts.Expression,
  context: Context,
  trail = new Trail(),
): FunctionUnit[] | undefined {
  const node = bare(expression);
  const picked = pickedFrom(node, context, trail);
  if (picked) return picked.flatMap((stored) => functionsIn(stored, context, trail.deeper()));
  if (!tsc.isPropertyAccessExpression(node)) return undefined;
  const { name } = node;
  return pickedFrom(bare(node.expression), context, trail)?.flatMap((stored) =>
    membersIn(stored, name.text, context, trail.deeper()).flatMap((member) =>
      functionsIn(member, context, trail.deeper()),
    ),
  );
}

/** Whether an expression is such a choice, or a member of what is chosen. */
export function isPicked(expression: ts.Expression, context: Context): boolean {
  const node = bare(expression);
  const whole = tsc.isPropertyAccessExpression(node) ? bare(node.expression) : node;
  return pickedFrom(whole, context, new Trail()) !== undefined;
}

/** What the collection holds from which an expression is picked; undefined where it is picked from none. */
export function pickedFrom(node: ts.Expression, context: Context, trail: Trail): Stored[] | undefined {
  if (!trail.goesOn("choice", node)) return undefined;
  if (tsc.isElementAccessExpression(node)) {
    return tsc.isStringLiteralLike(node.argumentExpression)
      ? undefined
      : contentsOf(node.expression, context, trail.deeper());
  }
  if (tsc.isCallExpression(node)) {
    const callee = bare(node.expression);
    const picks = tsc.isPropertyAccessExpression(callee) && PICKS.has(callee.name.text);
    return picks ? contentsOf(callee.expression, context, trail.deeper()) : undefined;
  }
  if (!tsc.isIdentifier(node)) return undefined;
  return declarationsOf(node, context.checker)
    .map((declaration) => pickedAs(declaration, context, trail.deeper()))
    .find((picked) => picked !== undefined);
}

/** What a variable stands for that was picked: `const handle = handlers[name]`, `for (const step of steps)`. */
function pickedAs(declaration: ts.Declaration, context: Context, trail: Trail): Stored[] | undefined {
  if (tsc.isBindingElement(declaration)) return pickedInPattern(declaration, context, trail);
  if (tsc.isVariableDeclaration(declaration) && tsc.isForOfStatement(declaration.parent.parent)) {
    return eachOf(declaration.parent.parent.expression, context, trail);
  }
  if (tsc.isParameter(declaration)) return givenByLoop(declaration, context, trail);
  const value = isFunctionUnit(declaration) ? undefined : valueOf(declaration, context.checker);
  return value && pickedFrom(bare(value), context, trail);
}

/** `[name, handler]` of `Object.entries(handlers)`, and `{ handler }` of each step. */
function pickedInPattern(element: ts.BindingElement, context: Context, trail: Trail): Stored[] | undefined {
  const { parent: pattern } = element;
  if (tsc.isBindingElement(pattern.parent)) return undefined;
  const whole = pickedAs(pattern.parent, context, trail);
  if (tsc.isArrayBindingPattern(pattern)) return pattern.elements.indexOf(element) === 1 ? whole : undefined;
  const key = element.propertyName ?? element.name;
  if (!whole || !tsc.isIdentifier(key)) return undefined;
  return whole.flatMap((stored) => membersIn(stored, key.text, context, trail));
}

/** What the list holds over which a parameter's function goes; undefined where it goes over none. */
export function givenByLoop(
  parameter: ts.ParameterDeclaration,
  context: Context,
  trail: Trail,
): Stored[] | undefined {
  const { parent: callback } = parameter;
  const call = callback.parent;
  if (callback.parameters[0] !== parameter || !tsc.isCallExpression(call)) return undefined;
  const callee = bare(call.expression);
  if (!tsc.isPropertyAccessExpression(callee) || !GIVES_EACH.has(callee.name.text)) return undefined;
  return eachOf(callee.expression, context, trail);
}

/** What a loop over `iterated` comes by. */
function eachOf(iterated: ts.Expression, context: Context, trail: Trail): Stored[] {
  const node = bare(iterated);
  if (!tsc.isCallExpression(node)) return contentsOf(node, context, trail);
  const callee = bare(node.expression);
  if (!tsc.isPropertyAccessExpression(callee)) return [];
  const ofObject = tsc.isIdentifier(callee.expression) && callee.expression.text === "Object";
  const [object] = node.arguments;
  if (callee.name.text !== "entries" && callee.name.text !== "values") return [];
  if (!ofObject) return contentsOf(callee.expression, context, trail);
  return object ? contentsOf(object, context, trail) : [];
}

/**
 * The functions that something is which was kept: also those that a wrapper was given (`{ mails: traced(send) }`), and of a method
 * that was taken from a class or an interface, those of the classes below it.
 */
export function functionsIn(stored: Stored, context: Context, trail = new Trail()): FunctionUnit[] {
  if (isFunctionUnit(stored)) return [stored];
  if (isDeclaration(stored)) {
    const declared = functionsDeclaredBy(stored, context.checker);
    const value = declared.length === 0 ? valueOf(stored, context.checker) : undefined;
    return value ? wrappedIn(value, context, trail) : declared;
  }
  const node = bare(stored);
  const members = tsc.isPropertyAccessExpression(node) ? declarationsOf(node, context.checker) : [];
  const named = [
    ...functionsOf(node, context.checker),
    ...members.flatMap((member) => context.overridesOf(member)),
  ];
  return named.length > 0 ? named : wrappedIn(node, context, trail);
}

function wrappedIn(value: ts.Expression, context: Context, trail: Trail): FunctionUnit[] {
  const made = bare(value);
  return tsc.isCallExpression(made) ? wrappedFunctionsOf(made, context, trail.deeper()) : [];
}

/** Asked of each stored thing apart: the type of the collection may have made one of many. */
function membersIn(stored: Stored, name: string, context: Context, trail: Trail): readonly ts.Declaration[] {
  const value = isDeclaration(stored) ? valueOf(stored, context.checker) : stored;
  return value ? memberOf(value, name, context, trail) : [];
}

function isDeclaration(stored: Stored): stored is ts.Declaration {
  return !tsc.isExpression(stored);
}
