import type ts from "typescript";
import { z } from "zod";
import { matchesCall, mayBeCalled, packagePattern, projectPattern } from "../call-pattern.js";
import type { Context } from "../context.js";
import { objectLiteral } from "../hits/conditions.js";
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
import { whyUnresolved } from "./why-unresolved.js";

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
  findIn(file, shapes, context) {
    return syntaxOf(file).calls.flatMap((call) =>
      shapes
        .filter((root) => root.argument < (call.arguments?.length ?? 0) && mayBeCalled(call, root))
        .filter((root) => matchesCall(call, root, context))
        .flatMap((root) => registration(call, root, context)),
    );
  },
};

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
  const task = (label && stringValue(label, context)) ?? nameOfHandlers(handlers, call);
  if (handlers.length > 0) return [{ task, handlers, site: call }];
  const reason = whyNoProperty(argument, root.property, context);
  return reason === undefined ? [] : [{ task, handlers, site: call, reason }];
}

/** An object written out that lacks the property registers nothing, nor does a string: another line of the list may fit it. */
function whyNoProperty(argument: ts.Expression, property: string, context: Context): string | undefined {
  if (context.checker.getTypeAtLocation(argument).flags & tsc.TypeFlags.StringLike) return undefined;
  if (!objectLiteral(argument, context.checker)) {
    return `the program does not show the object that has it as \`${property}\``;
  }
  const value = propertyValue(argument, property, context);
  return value && whyUnresolved(value, context);
}

function memberRegistrations(
  site: ts.Node,
  argument: ts.Expression,
  { property }: CallArgumentRoot,
  context: Context,
): Registration[] {
  const value = property === undefined ? argument : propertyValue(argument, property, context);
  if (!value) return [];
  const members = memberHandlers(value, context).map(({ name, handlers }) => ({
    task: name,
    handlers,
    site,
  }));
  if (members.length > 0) return members;
  const reason = "the program does not show the functions that it holds";
  return [{ task: value.getText(), handlers: [], site, reason }];
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
