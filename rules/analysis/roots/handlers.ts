import type ts from "typescript";
import type { Context } from "../context.js";
import { objectLiteral } from "../hits/conditions.js";
import { aliasedDeclarations, bare } from "../symbols.js";
import { tsc } from "../typescript.js";
import { isFunctionUnit, unitName, type FunctionUnit, type Unit } from "../unit.js";
import { functionsDeclaredBy, functionsOf, valueOf } from "../values/function-values.js";
import { pickedFunctions } from "../values/picked-values.js";
import { returnedValues, wrappedFunctionsOf } from "../values/wrapped-functions.js";

/** The functions that an expression given as handler stands for: also what a builder returns, a wrapper wraps, a table holds. */
export function handlersOf(expression: ts.Expression, context: Context): FunctionUnit[] {
  const node = bare(expression);
  const named = functionsOf(node, context.checker);
  if (named.length > 0) return named;
  const picked = pickedFunctions(node, context) ?? [];
  return picked.length === 0 && tsc.isCallExpression(node) ? wrappedFunctionsOf(node, context) : picked;
}

/** The handler that is property `name` of an object given as argument. */
export function handlersInProperty(object: ts.Expression, name: string, context: Context): FunctionUnit[] {
  const property = propertyOf(object, name, context);
  if (!property) return [];
  if (isFunctionUnit(property)) return [property];
  return tsc.isPropertyAssignment(property)
    ? handlersOf(property.initializer, context)
    : functionsDeclaredBy(property, context.checker);
}

/** The functions that are the members of an object, a module or an instance, or the elements of a list, each with its name. */
export function memberHandlers(expression: ts.Expression, context: Context): MemberHandlers[] {
  const elements = elementsOf(bare(expression), context);
  if (elements.length === 0) return handlersOfMembers(context.checker.getTypeAtLocation(expression), context);
  return elements
    .map((element) => ({ element, handlers: handlersOf(element, context) }))
    .filter(({ handlers }) => handlers.length > 0)
    .map(({ element, handlers }) => ({ name: nameOfHandlers(handlers, element), handlers }));
}

/** `[one, two]`, and what each turn of `urls.map((url) => () => load(url))` gives. */
function elementsOf(list: ts.Expression, { checker }: Context): readonly ts.Expression[] {
  if (tsc.isArrayLiteralExpression(list)) return list.elements;
  if (!tsc.isCallExpression(list) || !tsc.isPropertyAccessExpression(list.expression)) return [];
  const [each] = list.arguments;
  if (!each || list.expression.name.text !== "map") return [];
  return functionsOf(each, checker).flatMap(returnedValues);
}

export interface MemberHandlers {
  readonly name: string;
  readonly handlers: FunctionUnit[];
}

/** The functions that are the members of what has this type. */
export function handlersOfMembers(type: ts.Type, context: Context): MemberHandlers[] {
  return type
    .getProperties()
    .map((member) => ({
      name: member.name,
      handlers: aliasedDeclarations(member, context.checker).flatMap((part) =>
        declaredHandlers(part, context),
      ),
    }))
    .filter(({ handlers }) => handlers.length > 0);
}

function declaredHandlers(declaration: ts.Declaration, context: Context): FunctionUnit[] {
  const named = functionsDeclaredBy(declaration, context.checker);
  const value =
    named.length === 0 && !isFunctionUnit(declaration) ? valueOf(declaration, context.checker) : undefined;
  return value ? handlersOf(value, context) : named;
}

/** The expression that is property `name` of an object given as argument. */
export function propertyValue(
  object: ts.Expression,
  name: string,
  context: Context,
): ts.Expression | undefined {
  const property = propertyOf(object, name, context);
  if (!property) return undefined;
  if (tsc.isPropertyAssignment(property)) return property.initializer;
  return tsc.isShorthandPropertyAssignment(property) ? property.name : undefined;
}

/** The string that an expression is, as far as its type tells. */
export function stringValue(expression: ts.Expression, { checker }: Context): string | undefined {
  const type = checker.getTypeAtLocation(expression);
  return type.isStringLiteral() ? type.value : undefined;
}

export function stringInProperty(object: ts.Expression, name: string, context: Context): string | undefined {
  const property = propertyOf(object, name, context);
  return property && tsc.isPropertyAssignment(property)
    ? stringValue(property.initializer, context)
    : undefined;
}

/** What a task is called that has no name of its own: its first function's, or where it stands. */
export function nameOfHandlers(handlers: readonly Unit[], site: ts.Node): string {
  const named = handlers.map(unitName).find((name) => name !== "<anonymous>");
  if (named !== undefined) return named;
  const file = site.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(site.getStart(file));
  return `${file.fileName.slice(file.fileName.lastIndexOf("/") + 1)}:${line + 1}`;
}

function propertyOf(
  object: ts.Expression,
  name: string,
  { checker }: Context,
): ts.ObjectLiteralElementLike | undefined {
  return objectLiteral(object, checker)?.properties.find(
    (part) => part.name && tsc.isIdentifier(part.name) && part.name.text === name,
  );
}
