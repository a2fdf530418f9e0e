import type ts from "typescript";
import { tsc } from "../analysis/typescript.js";
import { isFunctionUnit, type FunctionUnit } from "../analysis/unit.js";
import { insert, type Edit } from "./edit.js";

/**
 * The edits after which `node` may be awaited in its function: none if it is async already; undefined where making it
 * `async` could harm whoever calls it.
 * @param isHandler whether the function around `node` is a task's own handler, whose result the framework awaits
 */
export function awaitableAt(node: ts.Node, isHandler: boolean): Edit[] | undefined {
  const enclosing = tsc.findAncestor(node.parent, tsc.isFunctionLike);
  if (!enclosing || !isFunctionUnit(enclosing) || isInParameter(node, enclosing)) return undefined;
  if (isAsync(enclosing)) return [];
  const safe = isHandler || isPromiseCallback(enclosing) || returnsPromise(enclosing);
  return safe ? makeAsync(enclosing) : undefined;
}

export function isAsync(unit: FunctionUnit): boolean {
  return (
    tsc.canHaveModifiers(unit) &&
    (tsc.getModifiers(unit)?.some(({ kind }) => kind === tsc.SyntaxKind.AsyncKeyword) ?? false)
  );
}

function makeAsync(unit: FunctionUnit): Edit[] | undefined {
  if (tsc.isConstructorDeclaration(unit) || tsc.isAccessor(unit)) return undefined;
  if (!tsc.isArrowFunction(unit) && unit.asteriskToken) return undefined;
  const keyword = insert(keywordPosition(unit), "async ");
  if (!unit.type || isPromise(unit.type)) return [keyword];
  return [keyword, insert(unit.type.getStart(), "Promise<"), insert(unit.type.getEnd(), ">")];
}

/** After `export` and `static`, before `function` and names. */
function keywordPosition(
  unit: Exclude<FunctionUnit, ts.ConstructorDeclaration | ts.AccessorDeclaration>,
): number {
  const last = tsc.getModifiers(unit)?.at(-1);
  if (!last) return unit.getStart();
  const rest = unit.getSourceFile().text.slice(last.getEnd());
  return last.getEnd() + (rest.length - rest.trimStart().length);
}

/** A default parameter is evaluated before the function is one that may wait. */
function isInParameter(node: ts.Node, unit: FunctionUnit): boolean {
  return unit.parameters.some((parameter) => tsc.findAncestor(node, (ancestor) => ancestor === parameter));
}

/** `promise.then(callback)`: what the callback returns is awaited. */
function isPromiseCallback({ parent }: FunctionUnit): boolean {
  return (
    tsc.isCallExpression(parent) &&
    tsc.isPropertyAccessExpression(parent.expression) &&
    ["then", "catch", "finally"].includes(parent.expression.name.text)
  );
}

function returnsPromise({ type }: FunctionUnit): boolean {
  return type !== undefined && isPromise(type);
}

function isPromise(type: ts.TypeNode): boolean {
  return tsc.isTypeReferenceNode(type) && type.typeName.getText() === "Promise";
}
