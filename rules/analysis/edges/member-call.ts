import { aliasedDeclarations, bare, namedSymbol } from "../symbols.js";
import { tsc } from "../typescript.js";
import { functionsDeclaredBy, functionsOf } from "../values/function-values.js";
import { definitely, NOWHERE, type Edge } from "./edge.js";
import { isImported } from "./imported-call.js";

/** `render.call(page)`: methods of functions that call them. */
const APPLIES = new Set(["apply", "call"]);

/** `renderer.load()` and `this.load()`: a method, or a property that holds a function, found through the receiver's type. */
export const memberCall: Edge = {
  kind: "member-call",
  from(node, { checker }) {
    if (!tsc.isCallExpression(node)) return NOWHERE;
    const callee = bare(node.expression);
    if (!tsc.isPropertyAccessExpression(callee) && !tsc.isElementAccessExpression(callee)) return NOWHERE;
    if (tsc.isPropertyAccessExpression(callee) && APPLIES.has(callee.name.text)) {
      const applied = functionsOf(callee.expression, checker);
      if (applied.length > 0) return definitely(applied);
    }
    const symbol = namedSymbol(callee, checker);
    if (!symbol || isImported(symbol, checker)) return NOWHERE;
    return definitely(
      aliasedDeclarations(symbol, checker).flatMap((declaration) =>
        functionsDeclaredBy(declaration, checker),
      ),
    );
  },
};
