import type ts from "typescript";
import { z } from "zod";
import { basesOf } from "../class-hierarchy.js";
import type { Context } from "../context.js";
import { originsOf } from "../origin/value-origin.js";
import { declarationsOf, nameNode } from "../symbols.js";
import { syntaxOf } from "../syntax.js";
import { tsc } from "../typescript.js";
import { bodiesOf, className } from "../unit.js";
import type { RootKind } from "./root-kind.js";

const shape = z.strictObject({ module: z.string().optional(), extends: z.string(), method: z.string() });
export type ClassMethodRoot = z.infer<typeof shape>;

/** `class MailProcessor extends WorkerHost { process() {} }`: a method of the classes that extend or implement a given one. */
export const classMethod: RootKind<ClassMethodRoot> = {
  schema: shape,
  findIn(file, shapes, context) {
    return syntaxOf(file).classes.flatMap((declaration) =>
      shapes
        .filter((root) => descends(declaration, root, context))
        .flatMap((root) => bodiesOf(declaration, root.method))
        .map((method) => ({ task: className(declaration), handlers: [method], site: method })),
    );
  },
};

/** Whether a class has the wanted one among its ancestors. */
function descends(declaration: ts.ClassLikeDeclaration, root: ClassMethodRoot, context: Context): boolean {
  const seen = new Set<ts.Node>();
  const pending: ts.ClassLikeDeclaration[] = [declaration];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const base of basesOf(next)) {
      if (isWanted(base, root, context)) return true;
      pending.push(...declarationsOf(base, context.checker).filter((part) => tsc.isClassLike(part)));
    }
  }
  return false;
}

function isWanted(base: ts.Expression, root: ClassMethodRoot, { checker }: Context): boolean {
  if (root.module !== undefined) {
    return originsOf(base, checker).some(
      ({ module, path }) => module === root.module && path.at(-1) === root.extends,
    );
  }
  // Through an alias, the declaration still has the name that was asked for; without its package, only the text is left.
  return (
    nameNode(base)?.text === root.extends ||
    declarationsOf(base, checker).some((part) => tsc.isClassLike(part) && part.name?.text === root.extends)
  );
}
