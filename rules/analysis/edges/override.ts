import { bare, declarationsOf } from "../symbols.js";
import { tsc } from "../typescript.js";
import { definitely, NOWHERE, possibly, type Edge } from "./edge.js";

/** `storage.save()`, where `Storage` is an interface or a class: the bodies in the classes that implement or extend it. */
export const override: Edge = {
  kind: "override",
  from(node, context) {
    if (!tsc.isCallExpression(node)) return NOWHERE;
    const callee = bare(node.expression);
    if (!tsc.isPropertyAccessExpression(callee)) return NOWHERE;
    // `super.save()` names one body and no other.
    if (callee.expression.kind === tsc.SyntaxKind.SuperKeyword) return NOWHERE;
    const members = declarationsOf(callee, context.checker);
    const bodies = members.flatMap((member) => context.overridesOf(member));
    // An interface with a single implementation leaves no choice.
    const [only] = members;
    return bodies.length === 1 && only && tsc.isMethodSignature(only) ? definitely(bodies) : possibly(bodies);
  },
};
