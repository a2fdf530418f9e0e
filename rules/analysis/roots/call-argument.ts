import type ts from "typescript";
import { z } from "zod";
import { matchesCall, packagePattern, projectPattern } from "../call-pattern.js";
import type { Context } from "../context.js";
import { syntaxOf } from "../syntax.js";
import { tsc } from "../typescript.js";
import { givenHandlers } from "./given-handlers.js";
import {
  handlersInProperty,
  memberHandlers,
  nameOfHandlers,
  propertyValue,
  stringValue,
} from "./handlers.js";
import type { Registration, RootKind } from "./root-kind.js";

const taken = {
  /** Which argument is the handler, from 0. */
  argument: z.int().nonnegative(),
  /** The handler is this property of the argument. */
  property: z.string().optional(),
  /** Every member of it is a handler: of an object, or of a module imported as one. */
  members: z.literal(true).optional(),
  /** Where the task's name is: an argument, or a property of it. */
  name: z.strictObject({ argument: z.int().nonnegative(), property: z.string().optional() }).optional(),
};

const shape = z.union([packagePattern.extend(taken), projectPattern.extend(taken)]);
export type CallArgumentRoot = z.infer<typeof shape>;

/** `new Worker("mails", handler)`, `initWorker(handler)`: a function given to a call. */
export const callArgument: RootKind<CallArgumentRoot> = {
  schema: shape,
  find(shapes, context) {
    const members = new Set(shapes.map(memberName));
    return context.files.flatMap((file) =>
      syntaxOf(file)
        .calls.filter((call) => mayMatch(call, members))
        .flatMap((call) =>
          shapes
            .filter(({ argument }) => argument < (call.arguments?.length ?? 0))
            .filter((root) => matchesCall(call, root, context))
            .flatMap((root) => registration(call, root, context)),
        ),
    );
  },
};

/** The name under which a root's function is called as a member of something. */
function memberName(root: CallArgumentRoot): string | undefined {
  return "call" in root ? root.call : (root.method ?? root.export);
}

/** Whether it is worth asking where the callee comes from: for members that means asking for a type. */
function mayMatch(
  { expression }: ts.CallExpression | ts.NewExpression,
  members: ReadonlySet<unknown>,
): boolean {
  return !tsc.isPropertyAccessExpression(expression) || members.has(expression.name.text);
}

function registration(
  call: ts.CallExpression | ts.NewExpression,
  root: CallArgumentRoot,
  context: Context,
): Registration[] {
  const argument = call.arguments?.[root.argument];
  if (!argument) return [];
  if (root.members) return memberRegistrations(call, argument, root, context);
  const label = nameOf(call, root, context);
  if (root.property === undefined) return givenHandlers(argument, label, call, context);
  const handlers = handlersInProperty(argument, root.property, context);
  const name = (label && stringValue(label, context)) ?? nameOfHandlers(handlers, call);
  return handlers.length > 0 ? [{ task: name, handlers, site: call }] : [];
}

function memberRegistrations(
  site: ts.Node,
  argument: ts.Expression,
  { property }: CallArgumentRoot,
  context: Context,
): Registration[] {
  const value = property === undefined ? argument : propertyValue(argument, property, context);
  if (!value) return [];
  return memberHandlers(value, context).map(({ name, handlers }) => ({ task: name, handlers, site }));
}

function nameOf(
  call: ts.CallExpression | ts.NewExpression,
  { name }: CallArgumentRoot,
  context: Context,
): ts.Expression | undefined {
  const argument = name && call.arguments?.[name.argument];
  if (!argument || name.property === undefined) return argument;
  return propertyValue(argument, name.property, context);
}
