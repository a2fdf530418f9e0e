import type ts from "typescript";
import { bare, declarationsOf } from "../symbols.js";
import { tsc } from "../typescript.js";
import { isFunctionUnit, type FunctionUnit } from "../unit.js";
import { functionsDeclaredBy, functionsOf, valueOf } from "./function-values.js";
import { contentsOf, type Stored } from "./stored-values.js";

/** Names for names for picked values: as deep as real code goes. */
const MAX_STEPS = 4;

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
  checker: ts.TypeChecker,
): FunctionUnit[] | undefined {
  const node = bare(expression);
  const picked = pickedFrom(node, checker, MAX_STEPS);
  if (picked) return picked.flatMap((stored) => functionsIn(stored, checker));
  if (!tsc.isPropertyAccessExpression(node)) return undefined;
  return pickedFrom(bare(node.expression), checker, MAX_STEPS)?.flatMap((stored) =>
    functionsInMember(stored, node.name.text, checker),
  );
}

function pickedFrom(node: ts.Expression, checker: ts.TypeChecker, steps: number): Stored[] | undefined {
  if (steps === 0) return undefined;
  if (tsc.isElementAccessExpression(node)) {
    return tsc.isStringLiteralLike(node.argumentExpression)
      ? undefined
      : contentsOf(node.expression, checker);
  }
  if (tsc.isCallExpression(node)) {
    const callee = bare(node.expression);
    const picks = tsc.isPropertyAccessExpression(callee) && PICKS.has(callee.name.text);
    return picks ? contentsOf(callee.expression, checker) : undefined;
  }
  if (!tsc.isIdentifier(node)) return undefined;
  return declarationsOf(node, checker)
    .map((declaration) => pickedAs(declaration, checker, steps - 1))
    .find((picked) => picked !== undefined);
}

/** What a variable stands for that was picked: `const handle = handlers[name]`, `for (const step of steps)`. */
function pickedAs(declaration: ts.Declaration, checker: ts.TypeChecker, steps: number): Stored[] | undefined {
  if (tsc.isBindingElement(declaration)) return pickedInPattern(declaration, checker, steps);
  if (tsc.isVariableDeclaration(declaration) && tsc.isForOfStatement(declaration.parent.parent)) {
    return eachOf(declaration.parent.parent.expression, checker);
  }
  if (tsc.isParameter(declaration)) return givenByLoop(declaration, checker);
  const value = isFunctionUnit(declaration) ? undefined : valueOf(declaration, checker);
  return value && pickedFrom(bare(value), checker, steps);
}

/** `[name, handler]` of `Object.entries(handlers)`, and `{ handler }` of each step. */
function pickedInPattern(
  element: ts.BindingElement,
  checker: ts.TypeChecker,
  steps: number,
): Stored[] | undefined {
  const { parent: pattern } = element;
  if (tsc.isBindingElement(pattern.parent)) return undefined;
  const whole = pickedAs(pattern.parent, checker, steps);
  if (tsc.isArrayBindingPattern(pattern)) return pattern.elements.indexOf(element) === 1 ? whole : undefined;
  const key = element.propertyName ?? element.name;
  if (!whole || !tsc.isIdentifier(key)) return undefined;
  return whole.flatMap((stored) => memberOf(stored, key.text, checker));
}

function givenByLoop(parameter: ts.ParameterDeclaration, checker: ts.TypeChecker): Stored[] | undefined {
  const { parent: callback } = parameter;
  const call = callback.parent;
  if (callback.parameters[0] !== parameter || !tsc.isCallExpression(call)) return undefined;
  const callee = bare(call.expression);
  if (!tsc.isPropertyAccessExpression(callee) || !GIVES_EACH.has(callee.name.text)) return undefined;
  return eachOf(callee.expression, checker);
}

/** What a loop over `iterated` comes by. */
function eachOf(iterated: ts.Expression, checker: ts.TypeChecker): Stored[] {
  const node = bare(iterated);
  if (!tsc.isCallExpression(node)) return contentsOf(node, checker);
  const callee = bare(node.expression);
  if (!tsc.isPropertyAccessExpression(callee)) return [];
  const ofObject = tsc.isIdentifier(callee.expression) && callee.expression.text === "Object";
  const [object] = node.arguments;
  if (callee.name.text !== "entries" && callee.name.text !== "values") return [];
  if (!ofObject) return contentsOf(callee.expression, checker);
  return object ? contentsOf(object, checker) : [];
}

function functionsIn(stored: Stored, checker: ts.TypeChecker): FunctionUnit[] {
  if (isFunctionUnit(stored)) return [stored];
  return isDeclaration(stored) ? functionsDeclaredBy(stored, checker) : functionsOf(stored, checker);
}

function functionsInMember(stored: Stored, name: string, checker: ts.TypeChecker): FunctionUnit[] {
  return memberOf(stored, name, checker).flatMap((member) => functionsDeclaredBy(member, checker));
}

/** Asked of each stored thing apart: the type of the collection may have made one of many. */
function memberOf(stored: Stored, name: string, checker: ts.TypeChecker): readonly ts.Declaration[] {
  const value = isDeclaration(stored) ? valueOf(stored, checker) : stored;
  if (!value) return [];
  return checker.getTypeAtLocation(bare(value)).getProperty(name)?.declarations ?? [];
}

function isDeclaration(stored: Stored): stored is ts.Declaration {
  return !tsc.isExpression(stored);
}
