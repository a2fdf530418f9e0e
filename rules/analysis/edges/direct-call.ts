import { bare, namedSymbol } from "../symbols.js";
import { tsc } from "../typescript.js";
import { isFunctionUnit } from "../unit.js";
import { functionsOf } from "../values/function-values.js";
import { definitely, NOWHERE, type Edge } from "./edge.js";

/** `render()`, where the same file declares `render`; `(() => …)()`. */
export const directCall: Edge = {
  kind: "direct-call",
  from(node, { checker }) {
    if (!tsc.isCallExpression(node)) return NOWHERE;
    const callee = bare(node.expression);
    if (isFunctionUnit(callee)) return definitely([callee]);
    if (!tsc.isIdentifier(callee)) return NOWHERE;
    const symbol = namedSymbol(callee, checker);
    if (!symbol || symbol.flags & tsc.SymbolFlags.Alias) return NOWHERE;
    return definitely(functionsOf(callee, checker));
  },
};
