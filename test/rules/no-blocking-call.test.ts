import { RuleTester } from "@typescript-eslint/rule-tester";
import parser from "@typescript-eslint/parser";
import { afterAll, describe, it } from "vitest";
import { noBlockingCall } from "../../rules/no-blocking-call.js";
import { samples } from "./support/eslint.js";
import { task } from "./support/findings.js";

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

const tester = new RuleTester({
  languageOptions: {
    parser,
    parserOptions: {
      projectService: { allowDefaultProject: ["*.ts"] },
      tsconfigRootDir: `${samples}/five-files`,
    },
  },
});

const HEAD = `import { defineTask } from "loopward";\n`;

/** A task whose handler, async or not, has this body. */
function handler(body: string, imports: string, prefix = "async "): string {
  return `${HEAD}${imports}\nexport const t = defineTask({ name: "t", ${prefix}run() { ${body} } });`;
}

const NAMED = `import { readFileSync } from "node:fs";`;
const ADDED = `import { readFile } from "node:fs/promises";\n${NAMED}`;

function suggesting(twin: string, output: string) {
  return [
    { messageId: "blocking", suggestions: [{ messageId: "awaitTwin", data: { twin }, output }] },
  ] as const;
}
const silent = [{ messageId: "blocking", suggestions: [] }] as const;

// The rule is ESLint's kind of module, the tester wants typescript-eslint's: the same at run time.
tester.run("no-blocking-call", noBlockingCall as never, {
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
      code: handler(`fs.readFileSync("a");`, `import fs from "fs";`, ""),
      errors: [{ messageId: "blocking", line: 3, column: 53, endLine: 3, endColumn: 65, suggestions: [] }],
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
    {
      name: "suggests the twin through a default import",
      code: handler(`const a = fs.readFileSync("a");`, `import fs from "fs";`),
      errors: suggesting(
        "fs.promises.readFile",
        handler(`const a = await fs.promises.readFile("a");`, `import fs from "fs";`),
      ),
    },
    {
      name: "suggests the twin through a namespace import, with parentheses where they are needed",
      code: handler(`fs.readFileSync("a").toString();`, `import * as fs from "fs";`),
      errors: suggesting(
        "fs.promises.readFile",
        handler(`(await fs.promises.readFile("a")).toString();`, `import * as fs from "fs";`),
      ),
    },
    {
      name: "suggests the twin and imports it",
      code: handler(`return readFileSync("a");`, NAMED),
      errors: suggesting("readFile", handler(`return await readFile("a");`, ADDED)),
    },
    {
      name: "suggests the twin that is imported already",
      code: handler(`return readFileSync("a", await readFile("b", "utf8") as "utf8");`, ADDED),
      errors: suggesting(
        "readFile",
        handler(`return await readFile("a", await readFile("b", "utf8") as "utf8");`, ADDED),
      ),
    },
    {
      name: "suggests nothing outside of an async function",
      code: handler(`return readFileSync("a");`, NAMED, ""),
      errors: silent,
    },
    {
      name: "suggests nothing in a callback that is not async",
      code: handler(`["a"].map((file) => readFileSync(file));`, NAMED),
      errors: silent,
    },
    {
      name: "suggests nothing where the twin's name means something else",
      code: handler(`const readFile = 1; return readFileSync("a") ?? readFile;`, NAMED),
      errors: silent,
    },
    {
      name: "suggests nothing where the API has no twin of the same shape",
      code: handler(`execSync("ls");`, `import { execSync } from "child_process";`),
      errors: silent,
    },
  ],
});
