import type ts from "typescript";
import { z } from "zod";
import type { Context } from "../context.js";
import { syntaxOf } from "../syntax.js";
import { tsc } from "../typescript.js";
import { handlersInProperty, nameOfHandlers, stringInProperty } from "./handlers.js";
import type { Registration, RootKind } from "./root-kind.js";

const shape = z.strictObject({ type: z.string(), property: z.string() });
export type TypedPropertyRoot = z.infer<typeof shape>;

/** `const job: JobDefinition = { handler() {} }`: a property of the objects that have a given type. */
export const typedProperty: RootKind<TypedPropertyRoot> = {
  schema: shape,
  findIn(file, shapes, context) {
    return syntaxOf(file).objects.flatMap((object) =>
      shapes
        .filter((root) => mentions(object, root.property) && hasType(object, root.type, context))
        .flatMap((root) => registration(object, root, context)),
    );
  },
};

/** Types are asked for only where the property is there. */
function mentions(object: ts.ObjectLiteralExpression, property: string): boolean {
  return object.properties.some(
    (part) => part.name && tsc.isIdentifier(part.name) && part.name.text === property,
  );
}

function hasType(object: ts.ObjectLiteralExpression, name: string, { checker }: Context): boolean {
  const satisfied = tsc.isSatisfiesExpression(object.parent)
    ? checker.getTypeFromTypeNode(object.parent.type)
    : undefined;
  return [satisfied, checker.getContextualType(object)].some((type) => type && isNamed(type, name));
}

function isNamed(type: ts.Type, name: string): boolean {
  if (type.aliasSymbol?.name === name || type.getSymbol()?.name === name) return true;
  return type.isUnionOrIntersection() && type.types.some((part) => isNamed(part, name));
}

function registration(
  object: ts.ObjectLiteralExpression,
  root: TypedPropertyRoot,
  context: Context,
): Registration[] {
  const handlers = handlersInProperty(object, root.property, context);
  if (handlers.length === 0) return [];
  const task = stringInProperty(object, "name", context) ?? nameOfHandlers(handlers, object);
  return [{ task, handlers, site: object }];
}
