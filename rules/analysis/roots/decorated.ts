import type ts from "typescript";
import { z } from "zod";
import type { Context } from "../context.js";
import { originsOf } from "../origin/value-origin.js";
import { nameNode } from "../symbols.js";
import { syntaxOf } from "../syntax.js";
import { tsc } from "../typescript.js";
import { bodiesOf, isFunctionUnit, unitName } from "../unit.js";
import { stringInProperty, stringValue } from "./handlers.js";
import type { Registration, RootKind } from "./root-kind.js";

const shape = z.strictObject({
  module: z.string().optional(),
  decorator: z.string(),
  /** The decorator stands on the class, and this method of it is the handler. */
  method: z.string().optional(),
  /** Where the task's name is: an argument, or a property of it. Left out: the first argument, if it is a string. */
  name: z.strictObject({ argument: z.int().nonnegative(), property: z.string().optional() }).optional(),
});
export type DecoratedRoot = z.infer<typeof shape>;

/** `@Process("resize") async resize(job) {}`; `@Processor("mails") class Mails { process() {} }`. */
export const decorated: RootKind<DecoratedRoot> = {
  schema: shape,
  findIn(file, shapes, context) {
    return syntaxOf(file).classes.flatMap((declaration) =>
      shapes.flatMap((root) =>
        root.method === undefined
          ? declaration.members.flatMap((member) => registration(member, member, root, context))
          : bodiesOf(declaration, root.method).flatMap((method) =>
              registration(declaration, method, root, context),
            ),
      ),
    );
  },
};

function registration(
  carrier: ts.Node,
  handler: ts.Node,
  root: DecoratedRoot,
  context: Context,
): Registration[] {
  const decorator = decoratorsOf(carrier).find((candidate) => matches(candidate, root, context));
  if (!decorator || !isFunctionUnit(handler)) return [];
  const name = nameIn(decorator, root, context);
  return [{ task: name ?? unitName(handler), handlers: [handler], site: handler }];
}

function nameIn({ expression }: ts.Decorator, root: DecoratedRoot, context: Context): string | undefined {
  const { argument, property } = root.name ?? { argument: 0 };
  const given = tsc.isCallExpression(expression) ? expression.arguments[argument] : undefined;
  if (!given) return undefined;
  return property === undefined ? stringValue(given, context) : stringInProperty(given, property, context);
}

function decoratorsOf(node: ts.Node): readonly ts.Decorator[] {
  return tsc.canHaveDecorators(node) ? (tsc.getDecorators(node) ?? []) : [];
}

function matches({ expression }: ts.Decorator, root: DecoratedRoot, { checker }: Context): boolean {
  const name = tsc.isCallExpression(expression) ? expression.expression : expression;
  // Without a module, any decorator of that name: the project's own.
  if (root.module === undefined) return nameNode(name)?.text === root.decorator;
  return originsOf(name, checker).some(
    ({ module, path }) => module === root.module && path.at(-1) === root.decorator,
  );
}
