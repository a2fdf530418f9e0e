import type ts from "typescript";
import { bare, declarationsOf, followAliases, namedSymbol } from "../symbols.js";
import { syntaxOf } from "../syntax.js";
import { tsc } from "../typescript.js";
import type { FunctionUnit } from "../unit.js";
import { functionsDeclaredBy, functionsOf, valueOf } from "./function-values.js";

/** The functions that a choice by key may give: `handlers[name]`, `handlers.get(name)`; undefined where it is no such choice. */
export function registryFunctions(
  expression: ts.Expression,
  checker: ts.TypeChecker,
): FunctionUnit[] | undefined {
  const node = bare(expression);
  if (tsc.isElementAccessExpression(node) && !tsc.isStringLiteralLike(node.argumentExpression)) {
    return [...membersOf(node.expression, checker), ...elementsOf(node.expression, checker)];
  }
  if (tsc.isCallExpression(node) && tsc.isPropertyAccessExpression(node.expression)) {
    return node.expression.name.text === "get" ? mapValues(node.expression.expression, checker) : undefined;
  }
  if (!tsc.isIdentifier(node)) return undefined;
  // `const handle = handlers[name]; handle(job)`
  const values = declarationsOf(node, checker).map((declaration) => valueOf(declaration, checker));
  return values
    .map((value) => value && !tsc.isIdentifier(value) && registryFunctions(value, checker))
    .find(Array.isArray);
}

/** The functions among the members of an object or a module. */
function membersOf(object: ts.Expression, checker: ts.TypeChecker): FunctionUnit[] {
  return checker
    .getTypeAtLocation(object)
    .getProperties()
    .filter(({ declarations }) => declarations?.some((part) => !part.getSourceFile().isDeclarationFile))
    .flatMap((member) => followAliases(member, checker)?.declarations ?? [])
    .flatMap((declaration) => functionsDeclaredBy(declaration, checker));
}

function elementsOf(array: ts.Expression, checker: ts.TypeChecker): FunctionUnit[] {
  return valuesOf(array, checker).flatMap((value) =>
    tsc.isArrayLiteralExpression(value)
      ? value.elements.flatMap((element) => functionsOf(element, checker))
      : [],
  );
}

/** What a Map of the project holds: what it was made with, and what its file sets. */
function mapValues(map: ts.Expression, checker: ts.TypeChecker): FunctionUnit[] | undefined {
  const made = valuesOf(map, checker).filter(
    (value): value is ts.NewExpression =>
      tsc.isNewExpression(value) && tsc.isIdentifier(value.expression) && value.expression.text === "Map",
  );
  const symbol = namedSymbol(map, checker);
  if (made.length === 0 || !symbol) return undefined;
  const entries = made.flatMap(({ arguments: given }) => given ?? []).flatMap(pairsIn);
  const files = new Set(made.map((value) => value.getSourceFile()));
  const set = [...files].flatMap((file) => settersOf(symbol, file, checker));
  return [...entries, ...set].flatMap((value) => functionsOf(value, checker));
}

function pairsIn(list: ts.Expression): ts.Expression[] {
  if (!tsc.isArrayLiteralExpression(list)) return [];
  return list.elements.flatMap((pair) => {
    const value = tsc.isArrayLiteralExpression(pair) ? pair.elements[1] : undefined;
    return value ? [value] : [];
  });
}

/** The second arguments of `map.set(key, value)` in a file. */
function settersOf(map: ts.Symbol, file: ts.SourceFile, checker: ts.TypeChecker): ts.Expression[] {
  return syntaxOf(file).calls.flatMap(({ expression, arguments: given }) => {
    if (!tsc.isPropertyAccessExpression(expression) || expression.name.text !== "set") return [];
    const value = given?.[1];
    return value && namedSymbol(expression.expression, checker) === map ? [value] : [];
  });
}

function valuesOf(expression: ts.Expression, checker: ts.TypeChecker): ts.Expression[] {
  return declarationsOf(bare(expression), checker).flatMap((declaration) => {
    const value = valueOf(declaration, checker);
    return value ? [bare(value)] : [];
  });
}
