import type ts from "typescript";
import type { Context } from "../context.js";
import { aliasedDeclarations, bare, namedSymbol } from "../symbols.js";
import { syntaxOf } from "../syntax.js";
import { tsc } from "../typescript.js";
import { givenValues } from "./given-values.js";
import { Trail } from "./trail.js";

/** One thing kept in a collection: the expression it was written as, or the member that declares it. */
export type Stored = ts.Expression | ts.Declaration;

/** What the program shows of an object, a module, an array or a Map: everything kept in it. */
export function contentsOf(collection: ts.Expression, context: Context, trail = new Trail()): Stored[] {
  const { checker } = context;
  const node = bare(collection);
  const made = [...new Set([node, ...givenValues(node, context, trail)])];
  // An object's own type knows its members where what it was annotated with (`Record<string, …>`) does not.
  const members = new Set(made.flatMap((value) => membersOf(value, checker)));
  const elements = made.flatMap((value) => elementsIn(value, context, trail));
  return [...members, ...elements, ...made.flatMap(pairsOf), ...addedTo(node, made, checker)];
}

/** The members of an object or a module. */
function membersOf(object: ts.Expression, checker: ts.TypeChecker): ts.Declaration[] {
  return checker
    .getTypeAtLocation(object)
    .getProperties()
    .flatMap((member) => aliasedDeclarations(member, checker))
    .filter((part) => !part.getSourceFile().isDeclarationFile);
}

function elementsIn(value: ts.Expression, context: Context, trail: Trail): Stored[] {
  if (!trail.goesOn("elements", value)) return [];
  if (tsc.isObjectLiteralExpression(value)) {
    // What is spread from a table has no members by name: `{ ...defaults, ...overrides() }`.
    return value.properties.flatMap((part) =>
      tsc.isSpreadAssignment(part) ? contentsOf(part.expression, context, trail.deeper()) : [],
    );
  }
  if (!tsc.isArrayLiteralExpression(value)) return [];
  return value.elements.flatMap((element): Stored[] =>
    tsc.isSpreadElement(element) ? contentsOf(element.expression, context, trail.deeper()) : [element],
  );
}

/** What a Map is made with. */
function pairsOf(made: ts.Expression): ts.Expression[] {
  if (!isNew(made, "Map")) return [];
  return (made.arguments ?? []).flatMap(pairsIn);
}

function isNew(node: ts.Expression, name: string): node is ts.NewExpression {
  return tsc.isNewExpression(node) && tsc.isIdentifier(node.expression) && node.expression.text === name;
}

function pairsIn(list: ts.Expression): ts.Expression[] {
  if (!tsc.isArrayLiteralExpression(list)) return [];
  return list.elements.flatMap((pair) => {
    const value = tsc.isArrayLiteralExpression(pair) ? pair.elements[1] : undefined;
    return value ? [value] : [];
  });
}

/** Which argument of which method is stored. */
const STORES: Readonly<Record<string, number>> = { add: 0, push: 0, set: 1, unshift: 0 };

/** What the file of a collection puts into it later: `map.set(key, value)`, `list.push(value)`, `table[key] = value`. */
function addedTo(
  collection: ts.Expression,
  made: readonly ts.Expression[],
  checker: ts.TypeChecker,
): ts.Expression[] {
  const symbol = namedSymbol(collection, checker);
  const collections = made.filter(
    (value) =>
      tsc.isArrayLiteralExpression(value) ||
      tsc.isObjectLiteralExpression(value) ||
      isNew(value, "Map") ||
      isNew(value, "Set"),
  );
  const files = symbol ? new Set(collections.map((value) => value.getSourceFile())) : [];
  const isIt = (node: ts.Expression): boolean => namedSymbol(node, checker) === symbol;
  return [...files].flatMap((file) => {
    const { calls, assignments } = syntaxOf(file);
    const given = calls.flatMap(({ expression, arguments: all }) => {
      const index = tsc.isPropertyAccessExpression(expression) ? STORES[expression.name.text] : undefined;
      const value = index === undefined ? undefined : all?.[index];
      return value && tsc.isPropertyAccessExpression(expression) && isIt(expression.expression)
        ? [value]
        : [];
    });
    const assigned = assignments.flatMap(({ left, right }) =>
      tsc.isElementAccessExpression(left) && isIt(left.expression) ? [right] : [],
    );
    return [...given, ...assigned];
  });
}
