import type ts from "typescript";
import { aliasedDeclarations, bare, declarationsOf, namedSymbol } from "../symbols.js";
import { syntaxOf } from "../syntax.js";
import { tsc } from "../typescript.js";
import { isFunctionUnit } from "../unit.js";
import { valueOf } from "./function-values.js";

/** One thing kept in a collection: the expression it was written as, or the member that declares it. */
export type Stored = ts.Expression | ts.Declaration;

/** What the program shows of an object, a module, an array or a Map: everything kept in it. */
export function contentsOf(collection: ts.Expression, checker: ts.TypeChecker): Stored[] {
  const node = bare(collection);
  const made = [node, ...valuesOf(node, checker)];
  // An object's own type knows its members where what it was annotated with (`Record<string, …>`) does not.
  const members = new Set(made.flatMap((value) => membersOf(value, checker)));
  const elements = made.flatMap((value) => elementsIn(value, checker));
  return [...members, ...elements, ...mapValues(node, made, checker)];
}

/** The members of an object or a module. */
function membersOf(object: ts.Expression, checker: ts.TypeChecker): ts.Declaration[] {
  return checker
    .getTypeAtLocation(object)
    .getProperties()
    .flatMap((member) => aliasedDeclarations(member, checker))
    .filter((part) => !part.getSourceFile().isDeclarationFile);
}

function elementsIn(value: ts.Expression, checker: ts.TypeChecker): Stored[] {
  if (!tsc.isArrayLiteralExpression(value)) return [];
  return value.elements.flatMap((element): Stored[] =>
    tsc.isSpreadElement(element) ? contentsOf(element.expression, checker) : [element],
  );
}

/** What a Map holds: what it was made with, and what its file sets. */
function mapValues(map: ts.Expression, made: readonly ts.Expression[], checker: ts.TypeChecker): Stored[] {
  const maps = made.filter(
    (value): value is ts.NewExpression =>
      tsc.isNewExpression(value) && tsc.isIdentifier(value.expression) && value.expression.text === "Map",
  );
  const symbol = namedSymbol(map, checker);
  const pairs = maps.flatMap(({ arguments: given }) => given ?? []).flatMap(pairsIn);
  const files = symbol ? new Set(maps.map((value) => value.getSourceFile())) : [];
  return [...pairs, ...[...files].flatMap((file) => settersOf(symbol, file, checker))];
}

function pairsIn(list: ts.Expression): ts.Expression[] {
  if (!tsc.isArrayLiteralExpression(list)) return [];
  return list.elements.flatMap((pair) => {
    const value = tsc.isArrayLiteralExpression(pair) ? pair.elements[1] : undefined;
    return value ? [value] : [];
  });
}

/** The second arguments of `map.set(key, value)` in a file. */
function settersOf(
  map: ts.Symbol | undefined,
  file: ts.SourceFile,
  checker: ts.TypeChecker,
): ts.Expression[] {
  return syntaxOf(file).calls.flatMap(({ expression, arguments: given }) => {
    if (!tsc.isPropertyAccessExpression(expression) || expression.name.text !== "set") return [];
    const value = given?.[1];
    return value && namedSymbol(expression.expression, checker) === map ? [value] : [];
  });
}

/** The expressions that a name was given as value. */
function valuesOf(name: ts.Expression, checker: ts.TypeChecker): ts.Expression[] {
  return declarationsOf(name, checker).flatMap((declaration) => {
    const value = isFunctionUnit(declaration) ? undefined : valueOf(declaration, checker);
    return value ? [bare(value)] : [];
  });
}
