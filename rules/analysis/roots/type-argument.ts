import type ts from "typescript";
import { z } from "zod";
import { matchesCall, mayBeCalled, packagePattern } from "../call-pattern.js";
import type { Context } from "../context.js";
import { syntaxOf } from "../syntax.js";
import { handlersOfMembers } from "./handlers.js";
import type { Registration, RootKind } from "./root-kind.js";

const shape = packagePattern.extend({
  /** Which type argument, from 0, names the handlers: every function among its members is one. */
  typeArgument: z.int().nonnegative(),
});
export type TypeArgumentRoot = z.infer<typeof shape>;

/** `proxyActivities<typeof activities>()`: the members of a type that a call is given. */
export const typeArgument: RootKind<TypeArgumentRoot> = {
  schema: shape,
  findIn(file, shapes, context) {
    return syntaxOf(file).calls.flatMap((call) =>
      shapes
        .filter((root) => mayBeCalled(call, root) && call.typeArguments?.[root.typeArgument])
        .filter((root) => matchesCall(call, root, context))
        .flatMap((root) => registrations(call, root, context)),
    );
  },
};

function registrations(
  call: ts.CallExpression | ts.NewExpression,
  root: TypeArgumentRoot,
  context: Context,
): Registration[] {
  const type = call.typeArguments?.[root.typeArgument];
  if (!type) return [];
  return handlersOfMembers(context.checker.getTypeFromTypeNode(type), context).map(({ name, handlers }) => ({
    task: name,
    handlers,
    site: call,
  }));
}
