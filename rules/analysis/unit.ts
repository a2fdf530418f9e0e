import type ts from "typescript";
import { tsc } from "./typescript.js";

/** A function with a body. */
export type FunctionUnit =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.AccessorDeclaration;

/**
 * What is executed as a whole: a function, or a class, which stands for constructing an instance of it
 * (its field initialisers; its constructor and its base are reached by an edge).
 */
export type Unit = FunctionUnit | ts.ClassLikeDeclaration;

export function isFunctionUnit(node: ts.Node): node is FunctionUnit {
  return tsc.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

export function isUnit(node: ts.Node): node is Unit {
  return isFunctionUnit(node) || tsc.isClassLike(node);
}

/** A unit's name as a stack trace would show it: `render`, `Renderer.load`, `new Renderer`, `<anonymous>`. */
export function unitName(unit: Unit): string {
  if (tsc.isClassLike(unit)) return `new ${className(unit)}`;
  if (tsc.isConstructorDeclaration(unit)) return `new ${className(unit.parent)}`;
  const own = unit.name ? plainName(unit.name) : nameFromContext(unit);
  const member = tsc.isMethodDeclaration(unit) || tsc.isAccessor(unit);
  return member && tsc.isClassLike(unit.parent) ? `${className(unit.parent)}.${own}` : own;
}

/** The bodies of a class's own member: of a method, or of a function held in a field. */
export function bodiesOf(declaration: ts.ClassLikeDeclaration, member: string): FunctionUnit[] {
  return declaration.members.flatMap((part): FunctionUnit[] => {
    if (!part.name || !tsc.isIdentifier(part.name) || part.name.text !== member) return [];
    if (isFunctionUnit(part)) return [part];
    const value = tsc.isPropertyDeclaration(part) ? part.initializer : undefined;
    return value && isFunctionUnit(value) ? [value] : [];
  });
}

const ANONYMOUS = "<anonymous>";

function nameFromContext(unit: ts.Node): string {
  const { parent } = unit;
  if (tsc.isVariableDeclaration(parent) || tsc.isPropertyAssignment(parent)) return plainName(parent.name);
  if (tsc.isPropertyDeclaration(parent)) {
    return tsc.isClassLike(parent.parent)
      ? `${className(parent.parent)}.${plainName(parent.name)}`
      : plainName(parent.name);
  }
  if (tsc.isBinaryExpression(parent) && tsc.isPropertyAccessExpression(parent.left))
    return parent.left.name.text;
  if (tsc.isExportAssignment(parent)) return "default";
  // `(async () => …) satisfies Handler` and the like keep the name of what stands around them.
  if (
    tsc.isParenthesizedExpression(parent) ||
    tsc.isAsExpression(parent) ||
    tsc.isSatisfiesExpression(parent)
  ) {
    return nameFromContext(parent);
  }
  return ANONYMOUS;
}

export function className(node: ts.ClassLikeDeclaration | ts.ObjectLiteralExpression): string {
  if (tsc.isObjectLiteralExpression(node)) return ANONYMOUS;
  return node.name?.text ?? nameFromContext(node);
}

function plainName(name: ts.PropertyName | ts.BindingName): string {
  if (tsc.isIdentifier(name) || tsc.isPrivateIdentifier(name) || tsc.isStringLiteralLike(name))
    return name.text;
  return name.getText();
}
