import { bare } from "../symbols.js";
import { tsc } from "../typescript.js";
import { pickedFunctions } from "../values/picked-values.js";
import { NOWHERE, possibly, type Edge } from "./edge.js";

/** Calls of what a registry holds, `handlers[name]()` or `handlers.get(name)?.run()`, or a list: whatever the program shows in it. */
export const registry: Edge = {
  kind: "registry",
  from(node, context) {
    if (!tsc.isCallExpression(node)) return NOWHERE;
    return possibly(pickedFunctions(bare(node.expression), context) ?? []);
  },
};
