import { bare } from "../symbols.js";
import { tsc } from "../typescript.js";
import { registryFunctions } from "../values/registry-values.js";
import { NOWHERE, possibly, type Edge } from "./edge.js";

/** `handlers[name]()`, `handlers.get(name)?.()`: any of the functions that the program shows in the object, array or Map. */
export const registry: Edge = {
  kind: "registry",
  from(node, { checker }) {
    if (!tsc.isCallExpression(node)) return NOWHERE;
    return possibly(registryFunctions(bare(node.expression), checker) ?? []);
  },
};
