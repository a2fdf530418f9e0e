import { noBlockingCall } from "../../rules/no-blocking-call.js";
import { task } from "./support/findings.js";
import { testRule } from "./support/rule-tester.js";

const HEAD = `import { defineTask } from "loopward";\n`;

/** A task whose handler, async or not, has this body. */
function handler(body: string, imports: string, prefix = "async "): string {
  return `${HEAD}${imports}\nexport const t = defineTask({ name: "t", ${prefix}run() { ${body} } });`;
}

testRule("no-blocking-call", noBlockingCall, {
  valid: [
    `import fs from "node:fs"; fs.readFileSync("a");`,
    task(`await fs.promises.readFile("a");`),
    { code: task(`fs.readFileSync("a");`), options: [{ ignore: ["fs.readFileSync"] }] },
    { code: task(`fs.readFileSync("a");`), options: [{ data: "never" }] },
    { code: task(`fs.existsSync("a");`), options: [{ light: "in-loop" }] },
  ],
  invalid: [
    {
      name: "points at the name that is called",
      code: handler(`["a"].map((a) => fs.readFileSync(a));`, `import fs from "fs";`),
      errors: [{ messageId: "blocking", line: 3, column: 76, endLine: 3, endColumn: 88, suggestions: [] }],
    },
    {
      name: "points at new",
      code: handler(`new vm.Script("a");`, `import vm from "vm";`),
      errors: [{ messageId: "blocking", line: 3, column: 56, suggestions: [] }],
    },
    {
      name: "options choose what is reported",
      code: task(`fs.existsSync("a");`),
      options: [{ light: "always" }],
      errors: [{ messageId: "blocking" }],
    },
  ],
});
