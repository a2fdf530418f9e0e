import { requireNonblockingReason } from "../../rules/require-nonblocking-reason.js";
import { testRule } from "./support/rule-tester.js";

const F = "function f() {}";

function missing(code: string, output?: string) {
  const suggestions = output === undefined ? [] : [{ messageId: "remove", output }];
  return { code, errors: [{ messageId: "noReason", suggestions }] } as const;
}

function unread(code: string, output?: string) {
  const suggestions = output === undefined ? [] : [{ messageId: "makeJsDoc", output }];
  return { code, errors: [{ messageId: "notRead", suggestions }] } as const;
}

testRule("require-nonblocking-reason", requireNonblockingReason, {
  valid: [
    F,
    `/** @nonblocking runs once, when the program starts */ ${F}`,
    `/**\n * Reads the templates.\n * @nonblocking runs once\n */\n${F}`,
    `/**\n * @nonblocking\n *   runs once\n */\n${F}`,
    `/**\n * @nonblocking runs once\n * @param a anything\n */\n${F}`,
    `/** @nonblocking cached */ ${F}`,
    `/** @blocking */ ${F}`,
    `/** @nonblockingly */ ${F}`,
    `/** @nonblocking-ish */ ${F}`,
    `/** Unlike \`@nonblocking\`, this says nothing. */ ${F}`,
    `// The mark @nonblocking needs a reason.\n${F}`,
    `/* See @nonblocking. */ ${F}`,
    { code: `/** @nonblocking runs once only */ ${F}`, options: [{ minWords: 3 }] },
    `const text = "/** @nonblocking */";`,
  ],
  invalid: [
    missing(`/** @nonblocking */ ${F}`, ` ${F}`),
    missing(`/** @nonblocking   */ ${F}`, ` ${F}`),
    missing(`/**\n * @nonblocking\n */\n${F}`, `\n${F}`),
    missing(`/**\n * Reads the templates.\n * @nonblocking\n */\n${F}`),
    missing(`/**\n * @nonblocking\n * @param a anything\n */\n${F}`),
    missing(`class C { /** @nonblocking */ m() {} }`, `class C {  m() {} }`),
    unread(`// @nonblocking runs once\n${F}`, `/** @nonblocking runs once */\n${F}`),
    unread(`// @nonblocking\n${F}`, `/** @nonblocking */\n${F}`),
    unread(`/* @nonblocking runs once */ ${F}`, `/** @nonblocking runs once */ ${F}`),
    unread(`/* Reads.\n @nonblocking runs once */ ${F}`),
    {
      code: `/** @nonblocking cached */ ${F}`,
      options: [{ minWords: 3 }],
      errors: [{ messageId: "fewWords", data: { minWords: "3", reason: "cached" } }],
    },
    {
      code: `/** @nonblocking */ ${F} /** @nonblocking */ function g() {}`,
      errors: [
        {
          messageId: "noReason",
          line: 1,
          column: 1,
          suggestions: [{ messageId: "remove", output: ` ${F} /** @nonblocking */ function g() {}` }],
        },
        {
          messageId: "noReason",
          line: 1,
          suggestions: [{ messageId: "remove", output: `/** @nonblocking */ ${F}  function g() {}` }],
        },
      ],
    },
  ],
});
