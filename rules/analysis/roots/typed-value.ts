import type ts from "typescript";
import { z } from "zod";
import type { Context } from "../context.js";
import { originsOf } from "../origin/value-origin.js";
import { syntaxOf } from "../syntax.js";
import { tsc } from "../typescript.js";
import { handlersOf, memberHandlers, nameOfHandlers } from "./handlers.js";
import type { Registration, RootKind } from "./root-kind.js";

const shape = z.strictObject({
  module: z.string().optional(),
  type: z.string(),
  /** Every member of the value is a handler. */
  members: z.literal(true).optional(),
});
export type TypedValueRoot = z.infer<typeof shape>;

/** `const hello: Task = async () => {}`: the function, or the members of the object, that is annotated with a type. */
export const typedValue: RootKind<TypedValueRoot> = {
  schema: shape,
  findIn(file, shapes, context) {
    return syntaxOf(file).annotated.flatMap((variable) =>
      shapes
        .filter((root) => isAnnotated(variable, root, context))
        .flatMap((root) => registrations(variable, root, context)),
    );
  },
};

function isAnnotated({ type }: ts.VariableDeclaration, root: TypedValueRoot, { checker }: Context): boolean {
  if (!type || !tsc.isTypeReferenceNode(type)) return false;
  const name = tsc.isIdentifier(type.typeName) ? type.typeName : type.typeName.right;
  if (root.module === undefined) return name.text === root.type;
  return originsOf(name, checker).some(
    ({ module, path }) => module === root.module && path.at(-1) === root.type,
  );
}

function registrations(
  variable: ts.VariableDeclaration,
  { members }: TypedValueRoot,
  context: Context,
): Registration[] {
  const { initializer } = variable;
  if (!initializer) return [];
  if (members) {
    return memberHandlers(initializer, context).map(({ name, handlers }) => ({
      task: name,
      handlers,
      site: variable,
    }));
  }
  const handlers = handlersOf(initializer, context);
  return handlers.length === 0
    ? []
    : [{ task: nameOfHandlers(handlers, variable), handlers, site: variable }];
}
