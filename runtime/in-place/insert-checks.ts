import type { ArrowFunctionExpression, BlockStatement, Expression, Program, Statement } from "acorn";
import { simple } from "acorn-walk";
import type MagicString from "magic-string";
import { CHECK } from "./names.js";

const STATEMENT = `${CHECK};`;

/** Marks in `text` where the checks go: first thing in every function, and first thing in each round of every loop. */
export function insertChecks(program: Program, text: MagicString): void {
  const onLoop = ({ body }: { body: Statement }) => atLoop(body, text);
  const onFunction = ({ body }: { body: BlockStatement | Expression }) => atFunction(body, text);
  simple(program, {
    ForStatement: onLoop,
    ForInStatement: onLoop,
    ForOfStatement: onLoop,
    WhileStatement: onLoop,
    DoWhileStatement: onLoop,
    // Declarations, expressions, arrows and methods, accessors and constructors alike.
    Function: onFunction,
  });
}

// Where `continue` leads, too; and outside of a `try` in the loop, so that a loop that catches everything ends as well.
function atLoop(body: Statement, text: MagicString): void {
  if (body.type === "BlockStatement") text.appendRight(body.start + 1, STATEMENT);
  else {
    text.appendRight(body.start, `{${STATEMENT}`);
    text.appendLeft(body.end, "}");
  }
}

function atFunction(body: ArrowFunctionExpression["body"], text: MagicString): void {
  if (body.type !== "BlockStatement") {
    // The parentheses keep an object an object, and a comma a comma.
    text.appendRight(body.start, `(${CHECK},`);
    text.appendLeft(body.end, ")");
    return;
  }
  const directive = body.body.findLast((statement) => "directive" in statement && statement.directive);
  // A directive may end without a semicolon.
  if (directive) text.appendLeft(directive.end, `;${STATEMENT}`);
  else text.appendRight(body.start + 1, STATEMENT);
}
