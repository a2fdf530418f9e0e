import { noBlockingCall } from "../../rules/no-blocking-call.js";
import { testRule } from "./support/rule-tester.js";

const HEAD = `import { defineTask } from "loopward";\n`;

/** A task whose handler, async or not, has this body. */
function handler(body: string, imports: string, prefix = "async "): string {
  return (
    `${HEAD}${imports}\ninterface Ctx { yieldIfDue(): Promise<void> }\n` +
    `export const t = defineTask({ name: "t", ${prefix}run(input: any, ctx: Ctx) { ${body} } });`
  );
}

/** A case whose one report has one suggestion. */
function suggests(
  messageId: string,
  data: Record<string, string>,
  name: string,
  code: string,
  output: string,
) {
  return {
    name,
    code,
    options: [{ data: "always", light: "always" }],
    errors: [{ messageId: "blocking", suggestions: [{ messageId, data, output }] }],
  } as const;
}

const twin = (name: string, api: string, before: string, after: string) =>
  suggests("awaitTwin", { twin: api }, name, before, after);

const pause = (name: string, before: string, after: string, text = "ctx.yieldIfDue()") =>
  suggests("pause", { pause: text }, name, before, after);

function none(name: string, code: string) {
  const options = [{ data: "always", light: "always" }] as const;
  return { name, code, options, errors: [{ messageId: "blocking", suggestions: [] }] } as const;
}

const NAMED = `import { readFileSync } from "node:fs";`;
const PROMISES = `import { readFile } from "node:fs/promises";`;
const PBKDF2 = `("a", "b", 1, 2, "sha256")`;

testRule("the suggestions of no-blocking-call", noBlockingCall, {
  valid: [],
  invalid: [
    // The twin of node:fs, and its imports.
    twin(
      "through a default import",
      "fs.promises.readFile",
      handler(`const a = fs.readFileSync("a");`, `import fs from "fs";`),
      handler(`const a = await fs.promises.readFile("a");`, `import fs from "fs";`),
    ),
    twin(
      "through a namespace import, with parentheses where they are needed",
      "fs.promises.readFile",
      handler(`fs.readFileSync("a").toString();`, `import * as fs from "fs";`),
      handler(`(await fs.promises.readFile("a")).toString();`, `import * as fs from "fs";`),
    ),
    twin(
      "with parentheses before brackets",
      "fs.promises.readFile",
      handler(`fs.readFileSync("a")[0];`, `import fs from "fs";`),
      handler(`(await fs.promises.readFile("a"))[0];`, `import fs from "fs";`),
    ),
    twin(
      "with parentheses before an exclamation mark",
      "fs.promises.readFile",
      handler(`return fs.readFileSync("a")!;`, `import fs from "fs";`),
      handler(`return (await fs.promises.readFile("a"))!;`, `import fs from "fs";`),
    ),
    twin(
      "through a default import beside names",
      "fs.promises.readFile",
      handler(`fs.readFileSync("a"); stat;`, `import fs, { stat } from "fs";`),
      handler(`await fs.promises.readFile("a"); stat;`, `import fs, { stat } from "fs";`),
    ),
    twin(
      "through require",
      "fs.promises.readFile",
      handler(`fs.readFileSync("a");`, `const fs = require("fs");`),
      handler(`await fs.promises.readFile("a");`, `const fs = require("fs");`),
    ),
    twin(
      "imported in the place of what nothing needs any more",
      "readFile",
      handler(`return readFileSync("a");`, NAMED),
      handler(`return await readFile("a");`, PROMISES),
    ),
    twin(
      "imported beside what is needed still",
      "readFile",
      handler(`return readFileSync("a");`, `import { readFileSync, createReadStream } from "node:fs";`),
      handler(`return await readFile("a");`, `${PROMISES}\nimport { createReadStream } from "node:fs";`),
    ),
    twin(
      "imported beside a default",
      "readFile",
      handler(`return readFileSync("a") ?? fs;`, `import fs, { readFileSync } from "node:fs";`),
      handler(
        `return await readFile("a") ?? fs;`,
        `${PROMISES}\nimport fs, { readFileSync } from "node:fs";`,
      ),
    ),
    twin(
      "that leaves the import to another call",
      "readFile",
      handler(`return readFileSync("a");`, `${NAMED}\nexport const b = readFileSync("b");`),
      handler(`return await readFile("a");`, `${PROMISES}\n${NAMED}\nexport const b = readFileSync("b");`),
    ),
    twin(
      "of a renamed import",
      "readFile",
      handler(`return read("a");`, `import { readFileSync as read } from "fs";`),
      handler(`return await readFile("a");`, PROMISES),
    ),
    twin(
      "that is imported already",
      "readFile",
      handler(`return readFileSync("a", await readFile("b", "utf8") as "utf8");`, `${PROMISES}\n${NAMED}`),
      handler(`return await readFile("a", await readFile("b", "utf8") as "utf8");`, `${PROMISES}\n`),
    ),
    twin(
      "by require where the file does",
      "readFile",
      handler(`return readFileSync("a");`, `const { readFileSync } = require("fs");`),
      handler(`return await readFile("a");`, `const { readFile } = require("node:fs/promises");`),
    ),
    twin(
      "by require beside what is needed still",
      "readFile",
      handler(`return readFileSync("a");`, `const { readFileSync, stat } = require("fs");`),
      handler(
        `return await readFile("a");`,
        `const { readFile } = require("node:fs/promises");\nconst { stat } = require("fs");`,
      ),
    ),
    twin(
      "of a light call",
      "access",
      handler(`accessSync("a");`, `import { accessSync } from "fs";`),
      handler(`await access("a");`, `import { access } from "node:fs/promises";`),
    ),
    // Promisified.
    twin(
      "promisified, in the place of the synchronous one",
      "promisify(pbkdf2)",
      handler(`pbkdf2Sync${PBKDF2};`, `import { pbkdf2Sync } from "crypto";`),
      handler(
        `await promisify(pbkdf2)${PBKDF2};`,
        `import { promisify } from "node:util";\nimport { pbkdf2 } from "crypto";`,
      ),
    ),
    twin(
      "promisified through a default import",
      "promisify(crypto.pbkdf2)",
      handler(`crypto.pbkdf2Sync${PBKDF2};`, `import crypto from "node:crypto";`),
      handler(
        `await promisify(crypto.pbkdf2)${PBKDF2};`,
        `import { promisify } from "node:util";\nimport crypto from "node:crypto";`,
      ),
    ),
    twin(
      "promisified by what is imported already",
      "promisify(gzip)",
      handler(
        `return gzipSync(input).toString();`,
        `import { promisify } from "node:util";\nimport { gzip, gzipSync } from "node:zlib";`,
      ),
      handler(
        `return (await promisify(gzip)(input)).toString();`,
        `import { promisify } from "node:util";\nimport { gzip } from "node:zlib";`,
      ),
    ),
    twin(
      "promisified, of a function that blocks without a callback",
      "promisify(sign)",
      handler(`sign("sha256", input, input);`, `import { sign } from "node:crypto";`),
      handler(
        `await promisify(sign)("sha256", input, input);`,
        `import { promisify } from "node:util";\nimport { sign } from "node:crypto";`,
      ),
    ),
    twin(
      "promisified by require",
      "promisify(gzip)",
      handler(`return gzipSync(input);`, `const { gzipSync } = require("zlib");`),
      handler(
        `return await promisify(gzip)(input);`,
        `const { promisify } = require("node:util");\nconst { gzip } = require("zlib");`,
      ),
    ),
    // Made async where that is safe.
    twin(
      "in a handler made async, whose result the worker awaits",
      "readFile",
      handler(`return readFileSync("a");`, NAMED, ""),
      handler(`return await readFile("a");`, PROMISES),
    ),
    twin(
      "in a processor of BullMQ's",
      "readFile",
      `import { Worker } from "bullmq";\n${NAMED}\nnew Worker("a", (job) => readFileSync(job.data));`,
      `import { Worker } from "bullmq";\n${PROMISES}\nnew Worker("a", async (job) => await readFile(job.data));`,
    ),
    twin(
      "in a method that says it returns a promise",
      "readFile",
      handler(
        `return new Disk().load();`,
        `${NAMED}\nclass Disk { public load(): Promise<unknown> { return readFileSync("a") as any; } }`,
      ),
      handler(
        `return new Disk().load();`,
        `${PROMISES}\nclass Disk { public async load(): Promise<unknown> { return await readFile("a") as any; } }`,
      ),
    ),
    twin(
      "in a function that is exported and says it returns a promise",
      "readFile",
      handler(
        `return load();`,
        `${NAMED}\nexport function load(): Promise<any> { return readFileSync("a") as any; }`,
      ),
      handler(
        `return load();`,
        `${PROMISES}\nexport async function load(): Promise<any> { return await readFile("a") as any; }`,
      ),
    ),
    twin(
      "in a callback of then",
      "readFile",
      handler(`return Promise.resolve("a").then((a) => readFileSync(a));`, NAMED),
      handler(`return Promise.resolve("a").then(async (a) => await readFile(a));`, PROMISES),
    ),
    twin(
      "in a handler whose type becomes a promise's",
      "readFile",
      `${HEAD}${NAMED}\ndefineTask({ name: "t", run(): Buffer { return readFileSync("a"); } });`,
      `${HEAD}${PROMISES}\ndefineTask({ name: "t", async run(): Promise<Buffer> { return await readFile("a"); } });`,
    ),
    none(
      "in a helper whose callers do not await",
      handler(`load();`, `${NAMED}\nfunction load() { return readFileSync("a"); }`),
    ),
    none("in a callback that is not awaited", handler(`["a"].map((a) => readFileSync(a));`, NAMED)),
    none(
      "in a constructor",
      handler(`new Disk();`, `${NAMED}\nclass Disk { constructor() { readFileSync("a"); } }`),
    ),
    none(
      "in a getter",
      handler(`new Disk().text;`, `${NAMED}\nclass Disk { get text() { return readFileSync("a"); } }`),
    ),
    none(
      "in a generator",
      handler(`[...load()];`, `${NAMED}\nfunction* load() { yield readFileSync("a"); }`),
    ),
    none(
      "in a default parameter",
      handler(`await load();`, `${NAMED}\nasync function load(a = readFileSync("a")) { return a; }`),
    ),
    // Names that mean something else.
    none(
      "where the twin's name is taken",
      handler(`const readFile = 1; return readFileSync("a") ?? readFile;`, NAMED),
    ),
    none(
      "where promisify is taken",
      handler(
        `gzipSync(input);`,
        `import { gzipSync } from "zlib";\nconst promisify = 1; export { promisify as p };`,
      ),
    ),
    none(
      "of an object that is no module",
      handler(`tools.read("a");`, `${NAMED}\nconst tools = { read: readFileSync };`),
    ),
    none("where nothing of the kind is imported", handler(`(await import("fs")).readFileSync("a");`, "")),
    // Without a twin.
    none(
      "where no twin has the same shape",
      handler(`execSync("ls");`, `import { execSync } from "child_process";`),
    ),
    none("of a parser outside of a loop", handler(`JSON.parse(input);`, "")),
    // A pause between calls that have no twin.
    pause(
      "in a loop over something",
      handler(`for (const a of input) { JSON.parse(a); }`, ""),
      handler(`for (const a of input) { await ctx.yieldIfDue(); JSON.parse(a); }`, ""),
    ),
    pause(
      "in a loop of one statement",
      handler(`for (const a of input) JSON.parse(a);`, ""),
      handler(`for (const a of input) { await ctx.yieldIfDue(); JSON.parse(a); }`, ""),
    ),
    pause(
      "in a loop with a condition, in a handler made async",
      handler(`while (input.length) { JSON.parse(input.pop()); }`, "", ""),
      handler(`while (input.length) { await ctx.yieldIfDue(); JSON.parse(input.pop()); }`, ""),
    ),
    pause(
      "of Node's where no context is at hand",
      handler(`await all(input);`, `async function all(a: string[]) { for (const b of a) JSON.parse(b); }`),
      handler(
        `await all(input);`,
        `async function all(a: string[]) { for (const b of a) { await new Promise(setImmediate); JSON.parse(b); } }`,
      ),
      "new Promise(setImmediate)",
    ),
    pause(
      "by the context of the function around",
      handler(`await Promise.all(input.map(async (a: any) => { for (const b of a) JSON.parse(b); }));`, ""),
      handler(
        `await Promise.all(input.map(async (a: any) => { for (const b of a) { await ctx.yieldIfDue(); JSON.parse(b); } }));`,
        "",
      ),
    ),
    none("of a loop that waits already", handler(`for (const a of input) { await a; JSON.parse(a); }`, "")),
    none("of an iterating call", handler(`input.map((a: string) => JSON.parse(a));`, "")),
    none(
      "of a loop in a helper that is not async",
      handler(`all(input);`, `function all(a: string[]) { for (const b of a) JSON.parse(b); }`),
    ),
  ],
});
