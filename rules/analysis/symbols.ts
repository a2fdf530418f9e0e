import type ts from "typescript";
import { dependOn } from "./memory/recorder.js";
import { isOfPackage } from "./origin/value-origin.js";
import { tsc } from "./typescript.js";

/** The symbol behind any chain of imports and re-exports; undefined where the chain leaves what is installed. */
export function followAliases(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol | undefined {
  if (!(symbol.flags & tsc.SymbolFlags.Alias)) return symbol;
  const target = checker.getAliasedSymbol(symbol);
  return target.declarations ? target : undefined;
}

/** The symbol that `expression` names, imports not followed. */
export function namedSymbol(expression: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  const name = nameNode(expression);
  if (!name) return undefined;
  const { parent } = name;
  return tsc.isShorthandPropertyAssignment(parent) && parent.name === name
    ? checker.getShorthandAssignmentValueSymbol(parent)
    : (checker.getSymbolAtLocation(name) ?? memberOfInstance(parent, checker));
}

/**
 * `TaskClass.perform` of `const task = new TaskClass()` and of `const task = container.get(TaskClass)`, where TypeScript gives the
 * instance no type: the class is abstract, and a registry of classes (`Record<string, typeof BaseTask>`) holds the concrete ones; or
 * the package of the container is not installed.
 */
function memberOfInstance(access: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  if (!tsc.isPropertyAccessExpression(access)) return undefined;
  const receiver = bare(access.expression);
  const declaration = tsc.isIdentifier(receiver)
    ? checker.getSymbolAtLocation(receiver)?.valueDeclaration
    : undefined;
  const value = declaration && tsc.isVariableDeclaration(declaration) ? declaration.initializer : receiver;
  const made = value && classOfInstance(value, checker);
  if (!made) return undefined;
  const [signature] = checker.getTypeAtLocation(made).getConstructSignatures();
  return signature?.getReturnType().getProperty(access.name.text);
}

/**
 * Methods by which containers give the instance of a class (Nest's ModuleRef, tsyringe, typedi, inversify). Containers are a
 * package's: what the project keeps under a class in a collection of its own is not said to be an instance.
 */
const GIVES_INSTANCE = new Set(["create", "get", "resolve"]);

function classOfInstance(value: ts.Expression, checker: ts.TypeChecker): ts.Expression | undefined {
  const outer = bare(value);
  const made = tsc.isAwaitExpression(outer) ? bare(outer.expression) : outer;
  if (tsc.isNewExpression(made)) return made.expression;
  if (!tsc.isCallExpression(made) || !tsc.isPropertyAccessExpression(made.expression)) return undefined;
  const [asked] = made.arguments;
  const { expression: container, name } = made.expression;
  if (!asked || !tsc.isIdentifier(asked) || !GIVES_INSTANCE.has(name.text)) return undefined;
  return isOfPackage(container, checker) ? asked : undefined;
}

/** Where what `expression` names is declared, imports followed. */
export function declarationsOf(expression: ts.Node, checker: ts.TypeChecker): readonly ts.Declaration[] {
  const symbol = namedSymbol(expression, checker);
  return symbol ? aliasedDeclarations(symbol, checker) : [];
}

/** Where what a symbol stands for is declared, imports followed. */
export function aliasedDeclarations(symbol: ts.Symbol, checker: ts.TypeChecker): readonly ts.Declaration[] {
  const declarations = followAliases(symbol, checker)?.declarations ?? [];
  for (const declaration of declarations) dependOn(declaration);
  return declarations;
}

/** `f` of `f`, `x.f` and `x["f"]`. */
export function nameNode(
  expression: ts.Node,
): ts.Identifier | ts.PrivateIdentifier | ts.StringLiteralLike | undefined {
  if (tsc.isIdentifier(expression) || tsc.isPrivateIdentifier(expression)) return expression;
  if (tsc.isPropertyAccessExpression(expression)) return expression.name;
  if (tsc.isElementAccessExpression(expression) && tsc.isStringLiteralLike(expression.argumentExpression)) {
    return expression.argumentExpression;
  }
  return undefined;
}

/** The expression without parentheses, type assertions and `!`. */
export function bare(expression: ts.Expression): ts.Expression {
  let inner = expression;
  while (
    tsc.isParenthesizedExpression(inner) ||
    tsc.isAsExpression(inner) ||
    tsc.isSatisfiesExpression(inner) ||
    tsc.isNonNullExpression(inner) ||
    tsc.isTypeAssertionExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}
