import type ts from "typescript";
import type { Context } from "../context.js";
import { declarationsOf } from "../symbols.js";
import { tsc } from "../typescript.js";
import { isFunctionUnit, type Unit } from "../unit.js";
import { valueOf } from "../values/function-values.js";
import { definitely, NOWHERE, type Edge } from "./edge.js";

/** `new Renderer()`: its field initialisers, its constructor and those of its bases; `new` of a plain function. */
export const construct: Edge = {
  kind: "construct",
  from(node, context) {
    return tsc.isNewExpression(node) ? definitely(constructed(node.expression, context)) : NOWHERE;
  },
  fromUnit(unit, context) {
    if (!tsc.isClassLike(unit)) return NOWHERE;
    const constructors = unit.members.filter(
      (member): member is ts.ConstructorDeclaration =>
        tsc.isConstructorDeclaration(member) && isFunctionUnit(member),
    );
    return definitely([...constructors, ...baseClasses(unit, context)]);
  },
};

function baseClasses(unit: ts.ClassLikeDeclaration, context: Context): Unit[] {
  const clause = unit.heritageClauses?.find(({ token }) => token === tsc.SyntaxKind.ExtendsKeyword);
  return clause?.types.flatMap((type) => constructed(type.expression, context)) ?? [];
}

function constructed(expression: ts.Expression, { checker }: Context): Unit[] {
  return declarationsOf(expression, checker).flatMap((declaration): Unit[] => {
    if (tsc.isClassLike(declaration)) return [declaration];
    if (tsc.isFunctionDeclaration(declaration) && isFunctionUnit(declaration)) return [declaration];
    const value = valueOf(declaration, checker);
    return value && tsc.isClassExpression(value) ? [value] : [];
  });
}
