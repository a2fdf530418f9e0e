import type ts from "typescript";
import { aliasedDeclarations, bare, namedSymbol } from "../symbols.js";
import { tsc } from "../typescript.js";
import { functionsDeclaredBy } from "../values/function-values.js";
import { definitely, NOWHERE, type Edge } from "./edge.js";

/** `render()`, imported from another file; `templates.render()`, an export of a namespace import, `require` or `import()`. */
export const importedCall: Edge = {
  kind: "imported-call",
  from(node, { checker }) {
    if (!tsc.isCallExpression(node)) return NOWHERE;
    const symbol = namedSymbol(bare(node.expression), checker);
    if (!symbol || !isImported(symbol, checker)) return NOWHERE;
    return definitely(
      aliasedDeclarations(symbol, checker).flatMap((declaration) =>
        functionsDeclaredBy(declaration, checker),
      ),
    );
  },
};

/** Whether a symbol is an import, or the export of a module that an expression holds. */
export function isImported(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  if (symbol.flags & tsc.SymbolFlags.Alias) return true;
  const [declaration] = symbol.declarations ?? [];
  const module = declaration && checker.getSymbolAtLocation(declaration.getSourceFile());
  return module?.exports?.get(symbol.escapedName) === symbol;
}
