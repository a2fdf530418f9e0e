import { tsc } from "../typescript.js";
import { isFunctionUnit } from "../unit.js";
import { functionsOf } from "../values/function-values.js";
import { callbackArguments } from "./callback-arguments.js";
import type { Edge } from "./edge.js";

/** `items.map(render)`, `withLock(this.refresh)`, `retry(load.bind(this))`: a function handed over by name. */
export const namedCallback: Edge = {
  kind: "named-callback",
  from(node, context) {
    return callbackArguments(node, context).flatMap(({ value, confidence }) => {
      if (isFunctionUnit(value) || tsc.isMethodDeclaration(value.parent)) return [];
      return functionsOf(value, context.checker).map((unit) => ({ unit, confidence }));
    });
  },
};
