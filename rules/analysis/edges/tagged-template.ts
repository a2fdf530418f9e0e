import { tsc } from "../typescript.js";
import { functionsOf } from "../values/function-values.js";
import { definitely, NOWHERE, type Edge } from "./edge.js";

/** `` render`<p>${text}` ``: the tag is called. */
export const taggedTemplate: Edge = {
  kind: "tagged-template",
  from(node, { checker }) {
    return tsc.isTaggedTemplateExpression(node) ? definitely(functionsOf(node.tag, checker)) : NOWHERE;
  },
};
