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

const shape = z.strictObject({
  files: z.string(),
  /** The file is the handler of this task: only its default export is one, or what it assigns to `module.exports`. */
  task: z.string().optional(),
});
export type ExportedRoot = z.infer<typeof shape>;

/** Every exported function, and every method of an exported class, of the files that match a glob. */
export const exported: RootKind<ExportedRoot> = {
  schema: shape,
  findIn(file, shapes, context) {
    return shapes
      .filter(({ files }) => inGlob(file, files, context.root))
      .flatMap(({ task }) =>
        (task === undefined ? exportsOf : handlersOfFile)(file, context)
          .flatMap((symbol) => registrations(symbol, context))
          .map((found) => (task === undefined ? found : { ...found, task })),
      );
  },
};

function exportsOf(file: ts.SourceFile, context: Context): ts.Symbol[] {
  const module = moduleOf(file, context);
  return module ? [...wholeOf(module), ...context.checker.getExportsOfModule(module)] : [];
}

/** What a file that is a handler exports as such. */
export function handlersOfFile(file: ts.SourceFile, context: Context): ts.Symbol[] {
  const module = moduleOf(file, context);
  const whole = module ? wholeOf(module) : [];
  return whole.length > 0
    ? whole
    : exportsOf(file, context).filter((symbol) => symbol.escapedName === tsc.InternalSymbolName.Default);
}

/** The checker gives CommonJS in a `.js` file no symbol; the binder does. */
function moduleOf(file: ts.SourceFile, { checker }: Context): ts.Symbol | undefined {
  return checker.getSymbolAtLocation(file) ?? (file as { readonly symbol?: ts.Symbol }).symbol;
}

/** `module.exports = handler`: TypeScript counts it among no module's exports. */
function wholeOf(module: ts.Symbol): ts.Symbol[] {
  const whole = module.exports?.get(tsc.InternalSymbolName.ExportEquals);
  return whole ? [whole] : [];
}

export function registrations(symbol: ts.Symbol, { checker }: Context): Registration[] {
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
