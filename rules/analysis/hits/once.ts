import type ts from "typescript";
import { bare, declarationsOf } from "../symbols.js";
import { syntaxOf } from "../syntax.js";
import { tsc } from "../typescript.js";
import { isIterating } from "../walk.js";

/**
 * Whether a node is evaluated once in the life of a process: behind a latch that lives as long as the module does, such as
 * `if (!ready) { …; ready = true }`, `if (loaded) return; …; loaded = true` and `template ??= …`.
 */
export function isOnce(node: ts.Node, checker: ts.TypeChecker): boolean {
  let below = node;
  for (
    let above = node.parent;
    !tsc.isSourceFile(above) && !tsc.isClassLike(above);
    below = above, above = above.parent
  ) {
    if (latchesAround(above, below).some((latch) => livesWithModule(latch, checker) && isSet(latch, above))) {
      return true;
    }
    if (tsc.isFunctionLike(above) && !isCalledInPlace(above)) return false;
  }
  return false;
}

/** `items.forEach((item) => …)`: other functions may be called by others, or later and more often. */
function isCalledInPlace({ parent }: ts.Node): boolean {
  return tsc.isCallExpression(parent) && isIterating(parent);
}

/** The names whose value decides whether `part` of `whole` is evaluated. */
function latchesAround(whole: ts.Node, part: ts.Node): ts.Expression[] {
  if (tsc.isIfStatement(whole)) return part === whole.thenStatement ? unsetIn(whole.expression) : [];
  if (tsc.isBinaryExpression(whole) && part === whole.right) {
    const { QuestionQuestionEqualsToken, BarBarEqualsToken, QuestionQuestionToken, BarBarToken } =
      tsc.SyntaxKind;
    const chooses = [QuestionQuestionEqualsToken, BarBarEqualsToken, QuestionQuestionToken, BarBarToken];
    return chooses.includes(whole.operatorToken.kind) ? [bare(whole.left)] : [];
  }
  if (!tsc.isBlock(whole)) return [];
  const before = whole.statements.slice(0, whole.statements.indexOf(part as ts.Statement));
  return before.flatMap((statement) =>
    tsc.isIfStatement(statement) && returns(statement.thenStatement) ? setIn(statement.expression) : [],
  );
}

/** The names that a condition finds without a value: `!a`, `a === undefined`. */
function unsetIn(condition: ts.Expression): ts.Expression[] {
  const node = bare(condition);
  if (tsc.isPrefixUnaryExpression(node) && node.operator === tsc.SyntaxKind.ExclamationToken) {
    return [bare(node.operand)];
  }
  return comparedWithNothing(node, [
    tsc.SyntaxKind.EqualsEqualsToken,
    tsc.SyntaxKind.EqualsEqualsEqualsToken,
  ]);
}

/** The names that a condition finds with a value: `a`, `a !== undefined`; or with the same one as before: `time === a`. */
function setIn(condition: ts.Expression): ts.Expression[] {
  const node = bare(condition);
  const { ExclamationEqualsToken, ExclamationEqualsEqualsToken } = tsc.SyntaxKind;
  return [
    node,
    ...comparedWithNothing(node, [ExclamationEqualsToken, ExclamationEqualsEqualsToken]),
    ...comparedWithNow(node),
  ];
}

function comparedWithNothing(node: ts.Expression, operators: readonly ts.SyntaxKind[]): ts.Expression[] {
  if (!tsc.isBinaryExpression(node) || !operators.includes(node.operatorToken.kind)) return [];
  return ["null", "undefined"].includes(node.right.getText()) ? [bare(node.left)] : [];
}

/** `if (time === lastTime) return; lastTime = time;`: what follows happens when something has changed, and not in each run. */
function comparedWithNow(node: ts.Expression): ts.Expression[] {
  const isEqual =
    tsc.isBinaryExpression(node) && node.operatorToken.kind === tsc.SyntaxKind.EqualsEqualsEqualsToken;
  return isEqual ? [node.left, node.right].map(bare).filter((side) => tsc.isIdentifier(side)) : [];
}

function returns(statement: ts.Statement): boolean {
  if (tsc.isBlock(statement)) return statement.statements.some(tsc.isReturnStatement);
  return tsc.isReturnStatement(statement);
}

/** Variables of modules and static fields: what an instance holds may be made anew for each job. */
function livesWithModule(name: ts.Expression, checker: ts.TypeChecker): boolean {
  return declarationsOf(name, checker).some((part) => {
    if (tsc.isPropertyDeclaration(part)) {
      return part.modifiers?.some(({ kind }) => kind === tsc.SyntaxKind.StaticKeyword) ?? false;
    }
    return tsc.isVariableDeclaration(part) && tsc.isSourceFile(part.parent.parent.parent);
  });
}

/** Whether a node gives `name` a value, and nothing in its file takes it away again, as the end of a run would. */
function isSet(name: ts.Expression, within: ts.Node): boolean {
  const text = name.getText();
  const given = syntaxOf(within.getSourceFile()).assignments.filter(
    ({ left }) => bare(left).getText() === text,
  );
  return (
    given.some(({ pos }) => pos >= within.pos && pos < within.end) &&
    given.every(({ right }) => !["false", "null", "undefined", "0"].includes(right.getText()))
  );
}
