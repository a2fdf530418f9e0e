import type ts from "typescript";
import { z } from "zod";
import { inGlob } from "../call-pattern.js";
import type { Context } from "../context.js";
import { aliasedDeclarations } from "../symbols.js";
import { tsc } from "../typescript.js";
import { isFunctionUnit, type FunctionUnit } from "../unit.js";
import { functionsDeclaredBy } from "../values/function-values.js";
import { nameOfHandlers } from "./handlers.js";
import type { Registration, RootKind } from "./root-kind.js";

const shape = z.strictObject({ files: z.string() });
export type ExportedRoot = z.infer<typeof shape>;

/** Every exported function, and every method of an exported class, of the files that match a glob. */
export const exported: RootKind<ExportedRoot> = {
  schema: shape,
  findIn(file, shapes, context) {
    if (!shapes.some(({ files }) => inGlob(file, files, context.root))) return [];
    return exportsOf(file, context).flatMap((symbol) => registrations(symbol, context));
  },
};

function exportsOf(file: ts.SourceFile, { checker }: Context): ts.Symbol[] {
  const module = checker.getSymbolAtLocation(file);
  return module ? checker.getExportsOfModule(module) : [];
}

function registrations(symbol: ts.Symbol, { checker }: Context): Registration[] {
  return aliasedDeclarations(symbol, checker).flatMap((declaration) => {
    const functions = tsc.isClassLike(declaration)
      ? declaration.members.filter((member): member is typeof member & FunctionUnit => isMethod(member))
      : functionsDeclaredBy(declaration, checker);
    return functions.map((unit) => ({ task: nameOfHandlers([unit], unit), handlers: [unit], site: unit }));
  });
}

function isMethod(member: ts.ClassElement): boolean {
  return tsc.isMethodDeclaration(member) && isFunctionUnit(member);
}
