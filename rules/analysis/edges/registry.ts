import { bare } from "../symbols.js";
import { tsc } from "../typescript.js";
import { pickedFunctions } from "../values/picked-values.js";
import { NOWHERE, possibly, type Edge } from "./edge.js";

/** `handlers[name]()`, `handlers.get(name)?.run()`, `for (const step of steps) step()`: any of what the program shows in there. */
export const registry: Edge = {
  kind: "registry",
  from(node, { checker }) {
    if (!tsc.isCallExpression(node)) return NOWHERE;
    return possibly(pickedFunctions(bare(node.expression), checker) ?? []);
  },
};
