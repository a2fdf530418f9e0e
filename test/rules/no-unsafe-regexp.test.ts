import { describe, expect, it } from "vitest";
import { backtrackingOf } from "../../rules/no-unsafe-regexp/backtracking.js";
import { noUnsafeRegexp } from "../../rules/no-unsafe-regexp.js";
import { handler, testRule } from "./support/rule-tester.js";

const READ = `import { readFile } from "node:fs/promises";`;
const WHOLE = `await readFile("a", "utf8")`;

function exponential(body: string, before = "") {
  return { code: handler(body, before), errors: [{ messageId: "exponential", suggestions: [] }] } as const;
}

function polynomial(body: string, before = "", options: [{ polynomial: string }] | [] = []) {
  const errors = [{ messageId: "polynomial", suggestions: [] }] as const;
  return { code: handler(body, before), options, errors };
}

testRule("no-unsafe-regexp", noUnsafeRegexp, {
  valid: [
    // What no task reaches.
    `export function check(a: string) { return /^(a+)+$/.test(a); }`,
    // Linear patterns.
    handler(`/^a+$/.test(input);`),
    handler(`/(a+)+/.test(input);`),
    handler(`/^(?:a|b)*$/.test(input);`),
    handler(`/^(?:[^,]*,)*x/.test(input);`),
    handler(`/"(?:[^"\\\\]|\\\\.)*"/y.test(input);`),
    handler(`input.split(/,\\s*/);`),
    handler(`input.replace(/[&<>]/g, "");`),
    // The text is the program's own.
    handler(`/^(a+)+$/.test("aaaa");`),
    handler(`const text = "aaaa"; /^(a+)+$/.test(text);`),
    handler("`aaaa`.match(/^(a+)+$/);"),
    // Polynomial, on what is not a whole file or message, or is cut to a length.
    handler(`/\\s+$/.test(input);`),
    handler(`/\\s+$/.test((${WHOLE}).slice(0, 1000));`, READ),
    handler(`(${WHOLE}).slice(0, 1000).replace(/\\s+$/, "");`, READ),
    handler(`const head = (${WHOLE}).substring(0, 80); /\\s+$/.test(head);`, READ),
    handler(`/\\d+$/.test(String(input.length).at(0)!);`),
    { code: handler(`/\\s+$/.test(${WHOLE});`, READ), options: [{ polynomial: "never" }] },
    { code: handler(`/\\s+$/.test("a  ");`), options: [{ polynomial: "always" }] },
    { code: handler(`/\\s+$/.test(input.slice(0, 99));`), options: [{ polynomial: "always" }] },
    // Not a pattern, or not one that the code shows.
    handler(`input.test(input); input.match(input); input.replace("a", "b"); input.split();`),
    handler(`new RegExp(input).test(input);`),
    handler("new RegExp(`^(${input}+)+$`).test(input);"),
    handler(`new RegExp("(", "").test(input);`),
    handler(`new RegExp("^(a+)+$", input).test(input);`),
    handler(`let p = /^(a+)+$/; p = /a/; p.test(input);`),
    handler(`check(/a/); `, `function check(p = /^(a+)+$/) { return p.test(String(Math.random())); }`),
    // Made, but not matched.
    handler(`return /^(a+)+$/;`),
  ],
  invalid: [
    exponential(`/^(a+)+$/.test(input);`),
    exponential(`/^(a+)+$/.exec(input);`),
    exponential(`input.match(/^(a+)+$/);`),
    exponential(`input.matchAll(/^(a+)+$/g);`),
    exponential(`input.replace(/^(a+)+$/, "");`),
    exponential(`input.replaceAll(/^(a+)+$/g, "");`),
    exponential(`input.search(/^(a+)+$/);`),
    exponential(`input.split(/^(a+)+$/);`),
    exponential(`/^(\\w+\\s?)*$/.test(input);`),
    exponential(`/^(?:\\w|\\d)*x/.test(input);`),
    exponential(`/^(a|a)*b/.test(input);`),
    exponential(`/^(a|aa)+$/.test(input);`),
    exponential(`/^(a|a?)+$/.test(input);`),
    exponential(`/^(?:a|b|ab)*c/.test(input);`),
    exponential(`/^(([a-z])+.)+[A-Z]([a-z])+$/.test(input);`),
    exponential(`/^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*@[a-z0-9]+$/.test(input);`),
    exponential(`/^(a+)+$/u.test(input);`),
    exponential(`(/^(a+)+$/ as RegExp).test(input);`),
    // A bound of some hundred characters does not help.
    exponential(`/^(a+)+$/.test(input.slice(0, 100));`),
    // However it is named.
    exponential(`const p = /^(a+)+$/; p.test(input);`),
    exponential(`P.test(input);`, `const P = /^(a+)+$/;`),
    exponential(`const { a } = P; a.test(input);`, `const P = { a: /^(a+)+$/ };`),
    exponential(`P.a.test(input);`, `const P = { a: /^(a+)+$/ };`),
    exponential(`P.a.test(input);`, `class P { static a = /^(a+)+$/; }`),
    exponential(`new RegExp("^(a+)+$").test(input);`),
    exponential(`RegExp("^(a+)+$", "i").test(input);`),
    exponential(`new RegExp(P, "g").test(input);`, `const P = /^(a+)+$/;`),
    // Wherever a task reaches it.
    exponential(`input.map(check);`, `const check = (a: string) => /^(a+)+$/.test(a);`),
    exponential(
      `new Check().run(input);`,
      `class Check { p = /^(a+)+$/; run(a: string) { return this.p.test(a); } }`,
    ),
    // Polynomial.
    polynomial(`/\\s+$/.test(${WHOLE});`, READ),
    polynomial(`const text = ${WHOLE}; return text.replace(/\\s+$/gm, "");`, READ),
    polynomial(`const r = await fetch("a"); return (await r.text()).match(/\\d+$/);`),
    polynomial(`/\\s+$/.test(input);`, "", [{ polynomial: "always" }]),
    polynomial(`/\\s+$/.test(input.slice(1));`, "", [{ polynomial: "always" }]),
    polynomial(`/\\s+$/.test(input.slice(0, input.length - 1));`, "", [{ polynomial: "always" }]),
    {
      name: "suggests a pattern that matches the same",
      code: handler(`/^a+a+$/.test(input);`),
      options: [{ polynomial: "always" }],
      errors: [
        {
          messageId: "polynomial",
          suggestions: [
            { messageId: "linear", data: { fixed: "/^a{2,}$/" }, output: handler(`/^a{2,}$/.test(input);`) },
          ],
        },
      ],
    },
    {
      name: "suggests it where the pattern is written, and reports where it is matched",
      code: handler(`P.test(input);`, `const P = /^a+a+$/;`),
      options: [{ polynomial: "always" }],
      errors: [
        {
          messageId: "polynomial",
          line: 4,
          column: 78,
          suggestions: [
            {
              messageId: "linear",
              data: { fixed: "/^a{2,}$/" },
              output: handler(`P.test(input);`, `const P = /^a{2,}$/;`),
            },
          ],
        },
      ],
    },
    {
      name: "says what repeats, and the way there",
      code: handler(`check(input);`, `function check(a: string) { /^(a+)+$/.test(a); }`),
      errors: [
        {
          messageId: "exponential",
          data: {
            pattern: "/^(a+)+$/",
            repeated: "a",
            reach: "Task `t` reaches it: run file.ts:4 → check file.ts:2.",
          },
          suggestions: [],
        },
      ],
    },
  ],
});

describe("backtracking", () => {
  it.each([
    ["^(a+)+$", "exponential", "a"],
    ["^(a|aa)+$", "exponential", "(a|aa)"],
    ["^(?:a|a)*b", "exponential", "(?:a|a)"],
    ["\\s+$", "polynomial", " "],
    ["^a+$", undefined, undefined],
    ["(", undefined, undefined],
  ])("of /%s/ is %s", (source, growth, repeated) => {
    const judged = backtrackingOf({ source, flags: "" });
    expect([judged?.growth, judged?.repeated]).toEqual([growth, repeated]);
  });
});
