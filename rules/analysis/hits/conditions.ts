import type ts from "typescript";
import type { BlocksWhen } from "../../../src/catalogue/types.js";
import type { Confidence } from "../../../src/findings/finding.js";
import { bare, declarationsOf } from "../symbols.js";
import { tsc } from "../typescript.js";
import { valueOf } from "../values/function-values.js";

/** Whether a call meets the condition under which its API blocks; undefined if it does not. */
export function meets(
  when: BlocksWhen | undefined,
  call: ts.CallExpression | ts.NewExpression,
  checker: ts.TypeChecker,
): Confidence | undefined {
  switch (when?.kind) {
    case undefined:
    case "inside-function":
      return "definite";
    case "no-callback":
      return withoutCallback(call.arguments ?? [], checker);
    case "option":
      return withOption(when, call.arguments?.[when.argument], checker);
    case "text":
      return withText(call.arguments?.[when.argument], checker);
    default:
      return when satisfies never;
  }
}

function withoutCallback(args: readonly ts.Expression[], checker: ts.TypeChecker): Confidence | undefined {
  const last = args.at(-1);
  if (!last) return "definite";
  if (tsc.isSpreadElement(last)) return "possible";
  const type = checker.getTypeAtLocation(last);
  if (type.getCallSignatures().length > 0) return undefined;
  return type.flags & tsc.TypeFlags.Any ? "possible" : "definite";
}

function withOption(
  when: Extract<BlocksWhen, { kind: "option" }>,
  argument: ts.Expression | undefined,
  checker: ts.TypeChecker,
): Confidence | undefined {
  const options = argument && objectLiteral(argument, checker);
  const property = options?.properties.find(
    (part): part is ts.PropertyAssignment =>
      tsc.isPropertyAssignment(part) && part.name.getText() === when.option,
  );
  if (!property) return undefined;
  const value = literalValue(bare(property.initializer));
  if (value === undefined) return "possible";
  return value === when.equals ? "definite" : undefined;
}

function withText(argument: ts.Expression | undefined, checker: ts.TypeChecker): Confidence | undefined {
  if (!argument) return undefined;
  const type = checker.getTypeAtLocation(argument);
  const { flags } = checker.getBaseConstraintOfType(type) ?? type;
  if (flags & tsc.TypeFlags.StringLike) return "definite";
  return flags & (tsc.TypeFlags.Any | tsc.TypeFlags.Unknown | tsc.TypeFlags.Union) ? "possible" : undefined;
}

/** The object literal that an expression is, or names. */
export function objectLiteral(
  expression: ts.Expression,
  checker: ts.TypeChecker,
): ts.ObjectLiteralExpression | undefined {
  const node = bare(expression);
  if (tsc.isObjectLiteralExpression(node)) return node;
  for (const declaration of declarationsOf(node, checker)) {
    const value = valueOf(declaration, checker);
    const literal = value && bare(value);
    if (literal && tsc.isObjectLiteralExpression(literal)) return literal;
  }
  return undefined;
}

function literalValue(node: ts.Expression): boolean | string | number | undefined {
  if (tsc.isStringLiteralLike(node)) return node.text;
  if (tsc.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === tsc.SyntaxKind.TrueKeyword) return true;
  return node.kind === tsc.SyntaxKind.FalseKeyword ? false : undefined;
}
