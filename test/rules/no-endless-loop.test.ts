import { noEndlessLoop } from "../../rules/no-endless-loop.js";
import { handler, testRule } from "./support/rule-tester.js";

const PAUSE = "ctx.yieldIfDue()";

/** A loop that is reported, and what it becomes by the suggestion. */
function reported(messageId: string, before: string, after: string) {
  const data = { pause: PAUSE };
  return {
    code: handler(before),
    errors: [{ messageId, suggestions: [{ messageId: "pause", data, output: handler(after) }] }],
  } as const;
}

function silent(messageId: string, code: string) {
  return { code, errors: [{ messageId, suggestions: [] }] } as const;
}

testRule("no-endless-loop", noEndlessLoop, {
  valid: [
    // What no task reaches.
    `for (;;) {}`,
    `export function daemon() { while (true) { work(); } } declare function work(): void;`,
    // Ways out.
    handler(`for (;;) { if (input.pop()) break; }`),
    handler(`while (true) { if (input.pop()) return; }`),
    handler(`do { if (input.pop()) throw new Error("a"); } while (true);`),
    handler(`while (true) { try { input.pop(); } catch (error) { throw error; } }`),
    handler(`while (true) { try { input.pop(); } finally { break; } }`),
    handler(`while (true) { switch (input.pop()) { case 1: return; } }`),
    handler(`outer: while (true) { switch (input.pop()) { case 1: break outer; } }`),
    handler(`outer: for (const a of input) { for (;;) { if (a()) continue outer; } }`),
    handler(`outer: for (const a of input) { for (;;) { if (a()) break outer; } }`),
    handler(`for (;;) { if (input.pop()) process.exit(1); }`),
    handler(`for (;;) { if (input.pop()) fail(); }`, `declare function fail(): never;`),
    handler(`for (;;) { { { if (input.pop()) break; } } }`),
    // Pauses.
    handler(`for (;;) { await input.next(); }`),
    handler(`while (true) { for await (const a of input) void a; }`),
    handler(`while (await input.next()) {}`),
    handler(`while (!input.done) { await ctx.yieldIfDue(); }`),
    handler(`for (const a of each()) void a;`, `function* each() { let n = 0; while (true) yield n++; }`),
    // Conditions that change.
    handler(`while (input.length > 0) input.pop();`),
    handler(`let n = 0; while (n < 10) n++;`),
    handler(`let n = 0; while (n < 10) n += 2;`),
    handler(`let n = 0; while (n < 10) { [n] = [11]; }`),
    handler(`let n = 0; while (n < 10) { ({ n } = { n: 11 }); }`),
    handler(`for (let n = 0; n < 10; n++) {}`),
    handler(`for (let n = input; n; n = n.next) {}`),
    handler(`let a = input; while (a.next) a = a.next;`),
    handler(`let a = input; do { a.n--; } while (a.n > 0);`),
    handler(`let a = input; while (a) { delete a.b; a = undefined; }`),
    handler(`let m; while ((m = /a/g.exec(input))) void m;`),
    handler(`while (input.next()) {}`),
    handler(`while (!input.done) { input.step(); }`),
    handler(
      `while (!input.done) { new Stepper(input); }`,
      `declare class Stepper { constructor(a: unknown) }`,
    ),
    handler("while (!input.done) { step`a`; }", `declare function step(a: unknown): void;`),
    handler(`while (input.length) { if (input.a) break; }`),
    // Never entered.
    handler(`while (false) {}`),
    handler(`while (0) {}`),
    handler(`do {} while (false);`),
    handler(`do {} while (!true);`),
    // Work for a while, which is bounded, and not the clock's business.
    handler(`const end = Date.now() + 5; while (Date.now() < end && input.length) input.pop();`),
    {
      code: handler(`const end = Date.now() + 5; while (Date.now() < end);`),
      options: [{ clock: false }],
    },
    // Loops over something given.
    handler(`for (const a of input) void a;`),
    handler(`for (const a in input) void a;`),
    // A function in the loop is not the loop; this one's own loop has a way out.
    handler(`for (const a of input) { setTimeout(() => { for (;;) { if (a.pop()) return; } }); }`),
  ],
  invalid: [
    reported("endless", `for (;;) {}`, `for (;;) { await ctx.yieldIfDue();}`),
    reported("endless", `for (;;) { await 0; }`, `for (;;) { await ctx.yieldIfDue(); await 0; }`),
    reported("endless", `for (;;);`, `for (;;) { await ctx.yieldIfDue(); }`),
    reported("endless", `for (;;) input.pop();`, `for (;;) { await ctx.yieldIfDue(); input.pop(); }`),
    reported(
      "endless",
      `while (true) { input.pop(); }`,
      `while (true) { await ctx.yieldIfDue(); input.pop(); }`,
    ),
    reported("endless", `while (1) {}`, `while (1) { await ctx.yieldIfDue();}`),
    reported("endless", `while ("a") {}`, `while ("a") { await ctx.yieldIfDue();}`),
    reported("endless", `while (!false) {}`, `while (!false) { await ctx.yieldIfDue();}`),
    reported(
      "endless",
      `while ((true as boolean)) {}`,
      `while ((true as boolean)) { await ctx.yieldIfDue();}`,
    ),
    reported("endless", `do {} while (true);`, `do { await ctx.yieldIfDue();} while (true);`),
    reported(
      "endless",
      `while (true) { switch (input.pop()) { case 1: break; } }`,
      `while (true) { await ctx.yieldIfDue(); switch (input.pop()) { case 1: break; } }`,
    ),
    reported(
      "endless",
      `while (true) { for (const a of input) { if (a) break; } }`,
      `while (true) { await ctx.yieldIfDue(); for (const a of input) { if (a) break; } }`,
    ),
    reported(
      "endless",
      `while (true) { try { throw new Error("a"); } catch { input.pop(); } }`,
      `while (true) { await ctx.yieldIfDue(); try { throw new Error("a"); } catch { input.pop(); } }`,
    ),
    reported(
      "endless",
      `while (true) { input.map(() => { return 1; }); }`,
      `while (true) { await ctx.yieldIfDue(); input.map(() => { return 1; }); }`,
    ),
    reported(
      "endless",
      `while (true) { input.map(async () => { await 1; }); }`,
      `while (true) { await ctx.yieldIfDue(); input.map(async () => { await 1; }); }`,
    ),
    reported(
      "endless",
      `again: while (true) { if (input.pop()) continue again; }`,
      `again: while (true) { await ctx.yieldIfDue(); if (input.pop()) continue again; }`,
    ),
    reported(
      "endless",
      `while (true) { inner: { if (input.pop()) break inner; } }`,
      `while (true) { await ctx.yieldIfDue(); inner: { if (input.pop()) break inner; } }`,
    ),
    reported("stuck", `while (!input.done) {}`, `while (!input.done) { await ctx.yieldIfDue();}`),
    reported("stuck", `while (!input.done);`, `while (!input.done) { await ctx.yieldIfDue(); }`),
    reported(
      "stuck",
      `let done = false; setTimeout(() => { done = true; }, 10); while (!done) {}`,
      `let done = false; setTimeout(() => { done = true; }, 10); while (!done) { await ctx.yieldIfDue();}`,
    ),
    reported(
      "stuck",
      `let n = 0, m = 0; while (n < 10) m++;`,
      `let n = 0, m = 0; while (n < 10) { await ctx.yieldIfDue(); m++; }`,
    ),
    reported(
      "stuck",
      `let n = 0, m = 0; for (; n < 10; m++) {}`,
      `let n = 0, m = 0; for (; n < 10; m++) { await ctx.yieldIfDue();}`,
    ),
    reported("stuck", `do {} while (input.busy);`, `do { await ctx.yieldIfDue();} while (input.busy);`),
    reported(
      "stuck",
      `while (input.state === "busy" && input.n > 0) { const a = 1; }`,
      `while (input.state === "busy" && input.n > 0) { await ctx.yieldIfDue(); const a = 1; }`,
    ),
    reported(
      "spinning",
      `const end = Date.now() + 500; while (Date.now() < end);`,
      `const end = Date.now() + 500; while (Date.now() < end) { await ctx.yieldIfDue(); }`,
    ),
    reported(
      "spinning",
      `const start = performance.now(); while (performance.now() - start < 500) {}`,
      `const start = performance.now(); while (performance.now() - start < 500) { await ctx.yieldIfDue();}`,
    ),
    reported(
      "spinning",
      `const start = new Date().getTime(); let now = start; while (now - start < 500) { now = new Date().getTime(); }`,
      `const start = new Date().getTime(); let now = start; while (now - start < 500) { await ctx.yieldIfDue(); now = new Date().getTime(); }`,
    ),
    {
      name: "makes the handler async, whose result the worker awaits",
      code: handler(`for (;;) {}`, "", ""),
      errors: [
        {
          messageId: "endless",
          suggestions: [
            {
              messageId: "pause",
              data: { pause: PAUSE },
              output: handler(`for (;;) { await ctx.yieldIfDue();}`),
            },
          ],
        },
      ],
    },
    {
      name: "has a pause of Node's where no context is at hand",
      code: handler(`await spin();`, `async function spin() { for (;;) {} }`),
      errors: [
        {
          messageId: "endless",
          suggestions: [
            {
              messageId: "pause",
              data: { pause: "new Promise(setImmediate)" },
              output: handler(
                `await spin();`,
                `async function spin() { for (;;) { await new Promise(setImmediate);} }`,
              ),
            },
          ],
        },
      ],
    },
    {
      name: "makes a function async that returns a promise",
      code: handler(`await spin();`, `function spin(): Promise<void> { for (;;) {} }`),
      errors: [
        {
          messageId: "endless",
          suggestions: [
            {
              messageId: "pause",
              data: { pause: "new Promise(setImmediate)" },
              output: handler(
                `await spin();`,
                `async function spin(): Promise<void> { for (;;) { await new Promise(setImmediate);} }`,
              ),
            },
          ],
        },
      ],
    },
    silent("endless", handler(`spin();`, `function spin() { for (;;) {} }`)),
    silent("endless", handler(`input.map(() => { for (;;) {} });`)),
    silent("endless", handler(`new Spinner();`, `class Spinner { constructor() { for (;;) {} } }`)),
    {
      name: "points at the keyword, and tells the way there",
      code: handler(`helper();`, `function helper() { while (true) {} }`),
      errors: [
        {
          messageId: "endless",
          line: 2,
          column: 21,
          endLine: 2,
          endColumn: 26,
          data: { reach: "Task `t` reaches it: run file.ts:4 → helper file.ts:2." },
          suggestions: [],
        },
      ],
    },
  ],
});
