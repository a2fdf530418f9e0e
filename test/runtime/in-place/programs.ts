import fc from "fast-check";

const name = fc.constantFrom("a", "b", "c");
const atom = fc.oneof(fc.integer({ min: 0, max: 9 }).map(String), name);

/** Expressions and statements of a small part of the language, bounded in what they do. */
const { statement } = fc.letrec<{ expression: string; statement: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3 },
    atom,
    fc
      .tuple(tie("expression"), fc.constantFrom("+", "*", "<", "||", ","), tie("expression"))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    tie("expression").map((body) => `((x => ${body})(a))`),
    tie("expression").map((body) => `(() => ({ v: ${body} }))().v`),
    tie("expression").map((body) => `[1, 2].map(b => ${body}).length`),
    tie("expression").map((body) => `(function () { return ${body} })()`),
    tie("statement").map((body) => `(() => { 'use strict'\n${body} })()`),
  ),
  statement: fc.oneof(
    { maxDepth: 4 },
    tie("expression").map((value) => `out.push(${value});`),
    fc.tuple(name, tie("expression")).map(([target, value]) => `${target} = ${value}\n`),
    tie("statement").map((body) => `for (let i = 0; i < 2 && tick(); i++) ${body}`),
    tie("statement").map((body) => `for (const k of [1, 2]) if (tick()) ${body}`),
    tie("statement").map((body) => `while (tick()) { ${body} break }`),
    tie("statement").map((body) => `do ${body} while (false)\n`),
    tie("statement").map(
      (body) => `void (() => { l: for (const k in { a: 1, b: 2 }) { for (;;) { ${body} continue l } } })();`,
    ),
    tie("statement").map((body) => `try { ${body} throw 1 } catch { out.push("caught") } finally { a = 2 }`),
    fc.tuple(tie("statement"), tie("statement")).map(([one, two]) => `{ ${one} ${two} }`),
    fc
      .tuple(tie("expression"), tie("statement"), tie("statement"))
      .map(([test, yes, no]) => `if (${test}) { ${yes} } else ${no}`),
  ),
}));

/** A program that ends, and tells in `out` what it did. */
export const program = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map((body) => `let a = 1, b = 2, c = 3, left = 200; const tick = () => left-- > 0;\n${body.join("\n")}`);
