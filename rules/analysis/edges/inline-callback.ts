import { tsc } from "../typescript.js";
import { isFunctionUnit, type Unit } from "../unit.js";
import { callbackArguments } from "./callback-arguments.js";
import type { Edge } from "./edge.js";

/** `items.map((item) => …)`, `withLock(async () => …)`, `new Transform({ transform() {} })`: a function written where it is handed over. */
export const inlineCallback: Edge = {
  kind: "inline-callback",
  from(node, context) {
    return callbackArguments(node, context).flatMap(({ value, confidence }) => {
      const written: Unit[] = isFunctionUnit(value)
        ? [value]
        : isFunctionUnit(value.parent) && tsc.isMethodDeclaration(value.parent)
          ? [value.parent]
          : [];
      return written.map((unit) => ({ unit, confidence }));
    });
  },
};
