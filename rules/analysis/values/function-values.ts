import type ts from "typescript";
import { dependOn } from "../memory/recorder.js";
import { bare, declarationsOf } from "../symbols.js";
import { tsc } from "../typescript.js";
import { isFunctionUnit, type FunctionUnit } from "../unit.js";

/** Names for names for names: as deep as real code goes. */
const MAX_STEPS = 8;

/** The project's functions that an expression may evaluate to, found through names, properties, `bind` and choices. */
export function functionsOf(
  expression: ts.Expression,
  checker: ts.TypeChecker,
  steps = MAX_STEPS,
): FunctionUnit[] {
  if (steps === 0) return [];
  const trace = (next: ts.Expression): FunctionUnit[] => functionsOf(next, checker, steps - 1);
  const node = bare(expression);
  if (isFunctionUnit(node)) return [node];
  if (tsc.isConditionalExpression(node)) return [...trace(node.whenTrue), ...trace(node.whenFalse)];
  if (tsc.isBinaryExpression(node) && isChoice(node)) return [...trace(node.left), ...trace(node.right)];
  if (tsc.isCallExpression(node)) {
    const callee = bare(node.expression);
    const binds = tsc.isPropertyAccessExpression(callee) && callee.name.text === "bind";
    return binds ? trace(callee.expression) : [];
  }
  return declarationsOf(node, checker).flatMap((declaration) =>
    functionsDeclaredBy(declaration, checker, steps),
  );
}

/** The functions that a declaration gives a name to. */
export function functionsDeclaredBy(
  declaration: ts.Declaration,
  checker: ts.TypeChecker,
  steps = MAX_STEPS,
): FunctionUnit[] {
  dependOn(declaration);
  if (isFunctionUnit(declaration)) return tsc.isAccessor(declaration) ? [] : [declaration];
  const value = valueOf(declaration, checker);
  return value ? functionsOf(value, checker, steps - 1) : [];
}

/** The expression whose value a declaration names. */
export function valueOf(declaration: ts.Declaration, checker: ts.TypeChecker): ts.Expression | undefined {
  dependOn(declaration);
  if (
    tsc.isVariableDeclaration(declaration) ||
    tsc.isPropertyDeclaration(declaration) ||
    tsc.isPropertyAssignment(declaration) ||
    tsc.isParameter(declaration)
  ) {
    return declaration.initializer;
  }
  if (tsc.isExportAssignment(declaration)) return declaration.expression;
  if (tsc.isShorthandPropertyAssignment(declaration)) return declaration.name;
  // JavaScript: `exports.f = f`, `Klass.prototype.m = function () {}`.
  if (tsc.isBinaryExpression(declaration)) return declaration.right;
  if (tsc.isPropertyAccessExpression(declaration) && tsc.isBinaryExpression(declaration.parent)) {
    return declaration.parent.right;
  }
  return tsc.isBindingElement(declaration) ? boundName(declaration, checker) : undefined;
}

/** In `const { f } = x`, the declaration of `f` among the properties of `x` (as the expression it has there). */
function boundName(element: ts.BindingElement, checker: ts.TypeChecker): ts.Expression | undefined {
  const key = element.propertyName ?? element.name;
  if (!tsc.isObjectBindingPattern(element.parent) || !tsc.isIdentifier(key)) return element.initializer;
  const property = checker.getTypeAtLocation(element.parent).getProperty(key.text);
  const [declaration] = property?.declarations ?? [];
  if (!declaration || declaration === element) return element.initializer;
  if (isFunctionUnit(declaration))
    return declaration.name && tsc.isIdentifier(declaration.name) ? declaration.name : undefined;
  return valueOf(declaration, checker);
}

/** `a ?? b`, `a || b`, `a && b`, `a ??= b`, `a ||= b` */
export function isChoice(node: ts.BinaryExpression): boolean {
  return ["??", "||", "&&", "??=", "||="].includes(node.operatorToken.getText());
}
