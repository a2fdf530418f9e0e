import { relative } from "node:path";
import picomatch from "picomatch";
import type ts from "typescript";
import { z } from "zod";
import type { Context } from "./context.js";
import type { Origin } from "./origin/origin.js";
import { bare, declarationsOf } from "./symbols.js";
import { tsc } from "./typescript.js";

/** A call or `new` of what a package exports; of its method `method` on anything that came from the package. */
export const packagePattern = z.strictObject({
  module: z.string(),
  export: z.string().optional(),
  method: z.string().optional(),
});

/** A call or `new` of a function, method or class that the project declares; `files`: a glob of where. */
export const projectPattern = z.strictObject({ call: z.string(), files: z.string().optional() });

export const callPattern = z.union([packagePattern, projectPattern]);

export type PackagePattern = z.infer<typeof packagePattern>;
export type ProjectPattern = z.infer<typeof projectPattern>;
export type CallPattern = PackagePattern | ProjectPattern;

type AnyCall = ts.CallExpression | ts.NewExpression;

/** Whether it is worth asking where a callee comes from: for members that means asking for a type. */
export function mayBeCalled({ expression }: AnyCall, pattern: CallPattern): boolean {
  if (!tsc.isPropertyAccessExpression(expression)) return true;
  const name = "call" in pattern ? pattern.call : (pattern.method ?? pattern.export);
  return name === undefined || expression.name.text === name;
}

export function matchesCall(call: AnyCall, pattern: CallPattern, context: Context): boolean {
  return "module" in pattern
    ? context.originsOfCallee(call).some((origin) => matchesOrigin(origin, pattern))
    : declaresCallee(call, pattern, context);
}

export function matchesOrigin({ module, path }: Origin, pattern: PackagePattern): boolean {
  if (module !== pattern.module) return false;
  const last = path.at(-1);
  if (pattern.method !== undefined && last !== pattern.method) return false;
  if (pattern.export === undefined) return true;
  const exported = pattern.method === undefined ? last : path[0];
  return exported === pattern.export || (pattern.export === "default" && path.length === 0);
}

function declaresCallee(call: AnyCall, { call: name, files }: ProjectPattern, context: Context): boolean {
  return declarationsOf(bare(call.expression), context.checker).some((declaration) => {
    const own = tsc.getNameOfDeclaration(declaration);
    if (!own || !tsc.isIdentifier(own) || own.text !== name) return false;
    return files === undefined || inGlob(declaration.getSourceFile(), files, context.root);
  });
}

export function inGlob(file: ts.SourceFile, glob: string, root: string): boolean {
  return picomatch.isMatch(relative(root, file.fileName).replaceAll("\\", "/"), glob, { dot: true });
}
