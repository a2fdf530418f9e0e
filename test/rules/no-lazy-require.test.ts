import { noLazyRequire } from "../../rules/no-lazy-require.js";
import { handler, testRule } from "./support/rule-tester.js";

const IMPORTS = [{ imports: true }] as const;

function hoisted(before: string, statement: string, after: string, options: readonly object[] = []) {
  const output = `${statement}\n${handler(after)}`;
  const suggestions = [{ messageId: "hoist", data: { statement }, output }];
  return { code: handler(before), options, errors: [{ messageId: "lazy", suggestions }] } as const;
}

function silent(code: string, options: readonly object[] = []) {
  return { code, options, errors: [{ messageId: "lazy", suggestions: [] }] } as const;
}

testRule("no-lazy-require", noLazyRequire, {
  valid: [
    `const a = require("a"); export function late() { return require("b"); }`,
    handler(`return a;`, `import a from "a";`),
    handler(`return a;`, `const a = require("a");`),
    handler(`require("node:fs"); require("path");`),
    handler(`await import("node:fs");`),
    handler(`await import("a");`),
    handler(`require.resolve("a");`),
    { code: handler(`require("a");`), options: [{ allow: ["a"] }] },
    { code: handler(`await import("a");`), options: [{ imports: true, allow: ["a"] }] },
    handler(`require("a");`, `function require(a: string) { return a; }`),
    handler(`new Late();`, `class Late { static a = require("a"); }`),
  ],
  invalid: [
    hoisted(`const a = require("a"); a();`, `import a from "a";`, `a();`),
    hoisted(`const { a } = require("a"); a();`, `import { a } from "a";`, `a();`),
    hoisted(`const { a: b, c } = require("a"); b(c);`, `import { a as b, c } from "a";`, `b(c);`),
    hoisted(`const a = require("a").b; a();`, `import { b as a } from "a";`, `a();`),
    hoisted(`const b = require("a").b; b();`, `import { b } from "a";`, `b();`),
    hoisted(`const a = require("./a").default; a();`, `import a from "./a";`, `a();`),
    hoisted(`const a = await import("a"); a.b();`, `import * as a from "a";`, `a.b();`, IMPORTS),
    hoisted(`const { a } = await import("a"); a();`, `import { a } from "a";`, `a();`, IMPORTS),
    hoisted(
      `const { default: a } = await import("a"); a();`,
      `import { default as a } from "a";`,
      `a();`,
      IMPORTS,
    ),
    hoisted(`const a = (await import("a")).default; a();`, `import a from "a";`, `a();`, IMPORTS),
    hoisted(`if (input) { const a = require("a"); a(); }`, `import a from "a";`, `if (input) { a(); }`),
    {
      name: "keeps CommonJS as it is",
      code: `const { defineTask } = require("loopward");\ndefineTask({ name: "t", run() {\n  let a = require("a");\n  return a;\n} });`,
      errors: [
        {
          messageId: "lazy",
          suggestions: [
            {
              messageId: "hoist",
              data: { statement: `const a = require("a");` },
              output: `const a = require("a");\nconst { defineTask } = require("loopward");\ndefineTask({ name: "t", run() {\n  return a;\n} });`,
            },
          ],
        },
      ],
    },
    {
      name: "leaves directives at the top",
      code: `"use strict";\n${handler(`const a = require("a"); a();`)}`,
      errors: [
        {
          messageId: "lazy",
          suggestions: [
            {
              messageId: "hoist",
              data: { statement: `import a from "a";` },
              output: `"use strict";\nimport a from "a";\n${handler(`a();`)}`,
            },
          ],
        },
      ],
    },
    silent(handler(`require("a");`)),
    silent(handler(`return require("a").b();`)),
    silent(handler(`require(input);`)),
    silent(handler(`let a; a = require("a");`)),
    silent(handler(`const a = require("a"), b = 1;`)),
    silent(handler(`const { a = 1 } = require("a");`)),
    silent(handler(`const { ...a } = require("a");`)),
    silent(handler(`const [a] = require("a");`)),
    silent(handler(`const a = wrap(require("a"));`, `declare function wrap(a: unknown): void;`)),
    silent(handler(`try { const a = require("a"); a(); } catch {}`)),
    silent(handler(`const a = require("a"); a();`, `const a = 1; export { a as c };`)),
    silent(handler(`await import("a");`), IMPORTS),
    silent(handler(`await import(input);`), IMPORTS),
    silent(
      handler(
        `return load("./a");`,
        `import { createRequire } from "node:module";\nconst load = createRequire(import.meta.url);`,
      ),
    ),
    {
      name: "tells what is loaded, and the way there",
      code: handler(`helper();`, `function helper() { require("a"); }`),
      errors: [
        {
          messageId: "lazy",
          line: 2,
          column: 21,
          data: {
            call: '`require("a")`',
            reach: "Task `t` reaches it: run file.ts:4 → helper file.ts:2.",
          },
          suggestions: [],
        },
      ],
    },
  ],
});
