import { aliasedDeclarations, bare, namedSymbol } from "../symbols.js";
import { tsc } from "../typescript.js";
import { functionsDeclaredBy } from "../values/function-values.js";
import { definitely, NOWHERE, type Edge } from "./edge.js";
import { isImported } from "./imported-call.js";

/** `renderer.load()` and `this.load()`: a method, or a property that holds a function, found through the receiver's type. */
export const memberCall: Edge = {
  kind: "member-call",
  from(node, { checker }) {
    if (!tsc.isCallExpression(node)) return NOWHERE;
    const callee = bare(node.expression);
    if (!tsc.isPropertyAccessExpression(callee) && !tsc.isElementAccessExpression(callee)) return NOWHERE;
    const symbol = namedSymbol(callee, checker);
    if (!symbol || isImported(symbol, checker)) return NOWHERE;
    return definitely(
      aliasedDeclarations(symbol, checker).flatMap((declaration) =>
        functionsDeclaredBy(declaration, checker),
      ),
    );
  },
};
