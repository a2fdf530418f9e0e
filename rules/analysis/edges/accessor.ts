import type ts from "typescript";
import { declarationsOf } from "../symbols.js";
import { tsc } from "../typescript.js";
import { isFunctionUnit, type Unit } from "../unit.js";
import { definitely, NOWHERE, type Edge } from "./edge.js";

/** `page.html`, where `html` is a getter; `page.html = …`, where it is a setter. */
export const accessor: Edge = {
  kind: "accessor",
  from(node, { checker, accessorNames }) {
    if (!tsc.isPropertyAccessExpression(node) || !accessorNames.has(node.name.text)) return NOWHERE;
    const written = isAssigned(node);
    return definitely(
      declarationsOf(node, checker).filter(
        (declaration): declaration is Unit & typeof declaration =>
          isFunctionUnit(declaration) &&
          (written ? tsc.isSetAccessor(declaration) : tsc.isGetAccessor(declaration)),
      ),
    );
  },
};

function isAssigned(node: ts.PropertyAccessExpression): boolean {
  const { parent } = node;
  return (
    tsc.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === tsc.SyntaxKind.EqualsToken
  );
}
