import type ts from "typescript";
import { bare } from "../analysis/symbols.js";
import { tsc } from "../analysis/typescript.js";
import { pauses, some } from "../analysis/pauses.js";
import { exits, type ConditionLoop } from "./exits.js";

/**
 * Why a loop holds the event loop.
 * `endless`: its condition always holds, and nothing leaves it. `stuck`: nothing in it changes what its condition reads, and
 * nothing else can while it runs. `spinning`: it does nothing but look at the clock.
 */
export type Verdict = "endless" | "stuck" | "spinning";

export function judgeLoop(loop: ConditionLoop, checker: ts.TypeChecker): Verdict | undefined {
  if (pauses(loop)) return undefined;
  const condition =
    loop.kind === tsc.SyntaxKind.ForStatement ? loop.condition : (loop as ts.WhileStatement).expression;
  if (!condition || isAlwaysTrue(bare(condition))) return exits(loop, checker) ? undefined : "endless";
  if (isFalse(bare(condition))) return undefined;
  if (watchesClock(loop)) return "spinning";
  return isStuck(loop, condition) && !exits(loop, checker) ? "stuck" : undefined;
}

function isAlwaysTrue(node: ts.Expression): boolean {
  if (node.kind === tsc.SyntaxKind.TrueKeyword) return true;
  if (tsc.isNumericLiteral(node)) return Number(node.text) !== 0;
  if (tsc.isStringLiteralLike(node)) return node.text !== "";
  return isNot(node) && isFalse(bare(node.operand));
}

function isFalse(node: ts.Expression): boolean {
  if (node.kind === tsc.SyntaxKind.FalseKeyword) return true;
  if (tsc.isNumericLiteral(node)) return Number(node.text) === 0;
  return isNot(node) && isAlwaysTrue(bare(node.operand));
}

function isNot(node: ts.Expression): node is ts.PrefixUnaryExpression {
  return tsc.isPrefixUnaryExpression(node) && node.operator === tsc.SyntaxKind.ExclamationToken;
}

const CLOCK = /^(Date\.now|performance\.now|process\.(hrtime|hrtime\.bigint|uptime)|new Date)$/;

/** Whether the loop calls the clock and nothing else. */
function watchesClock(loop: ConditionLoop): boolean {
  let looks = 0;
  const works = some(loop, (node) => {
    if (!isCall(node)) return false;
    if (tsc.isTaggedTemplateExpression(node)) return true;
    const callee = tsc.isNewExpression(node) ? `new ${node.expression.getText()}` : node.expression.getText();
    const looksAtClock = CLOCK.test(callee) || /^\(?new Date\(\)\)?\.(getTime|valueOf)$/.test(callee);
    if (looksAtClock) looks++;
    return !looksAtClock;
  });
  return looks > 0 && !works;
}

/** Whether the condition only reads names that nothing in the loop changes. A call may change anything. */
function isStuck(loop: ConditionLoop, condition: ts.Expression): boolean {
  const names = namesIn(condition);
  return names !== undefined && names.size > 0 && !some(loop, (node) => isCall(node) || changes(node, names));
}

/** Roots of the names that a condition reads; undefined if it does more than read and compare. */
function namesIn(condition: ts.Expression): Set<string> | undefined {
  const names = new Set<string>();
  const pending: ts.Node[] = [condition];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (isCall(node) || tsc.isFunctionLike(node) || isUpdate(node)) return undefined;
    if (tsc.isIdentifier(node) || node.kind === tsc.SyntaxKind.ThisKeyword) names.add(node.getText());
    tsc.forEachChild(node, (child) => {
      if (!(tsc.isPropertyAccessExpression(child.parent) && child.parent.name === child)) pending.push(child);
    });
  }
  return names;
}

function changes(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (tsc.isDeleteExpression(node)) return names.has(rootOf(node.expression));
  if (!isUpdate(node)) return false;
  if (!tsc.isBinaryExpression(node)) return names.has(rootOf(node.operand));
  // A pattern on the left may assign anything.
  return (
    tsc.isObjectLiteralExpression(node.left) ||
    tsc.isArrayLiteralExpression(node.left) ||
    names.has(rootOf(node.left))
  );
}

type Update = ts.BinaryExpression | ts.PrefixUnaryExpression | ts.PostfixUnaryExpression;

function isUpdate(node: ts.Node): node is Update {
  if (tsc.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    return kind >= tsc.SyntaxKind.FirstAssignment && kind <= tsc.SyntaxKind.LastAssignment;
  }
  if (tsc.isPostfixUnaryExpression(node)) return true;
  return (
    tsc.isPrefixUnaryExpression(node) &&
    [tsc.SyntaxKind.PlusPlusToken, tsc.SyntaxKind.MinusMinusToken].includes(node.operator)
  );
}

function rootOf(target: ts.Expression): string {
  let root = bare(target);
  while (tsc.isPropertyAccessExpression(root) || tsc.isElementAccessExpression(root))
    root = bare(root.expression);
  return root.getText();
}

type AnyCall = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

function isCall(node: ts.Node): node is AnyCall {
  return tsc.isCallExpression(node) || tsc.isNewExpression(node) || tsc.isTaggedTemplateExpression(node);
}
