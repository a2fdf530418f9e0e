import { describe, it } from "vitest";
import { BARE_FOLDER } from "../support/program.js";
import { expectMarked, task, type Sources } from "../support/findings.js";

/** How a blocking API can be named, with and without the types of the module it is in. */
const named: Record<string, Sources> = {
  "default import": task(`fs.readFileSync("a"); // blocks: fs.readFileSync`),
  "namespace import": task(`all.readFileSync("a"); // blocks: fs.readFileSync`, `import * as all from "fs";`),
  "named import": task(`readFileSync("a"); // blocks: fs.readFileSync`, `import { readFileSync } from "fs";`),
  "renamed import": task(
    `read("a"); // blocks: fs.readFileSync`,
    `import { readFileSync as read } from "node:fs";`,
  ),
  "import of default": task(
    `x.readFileSync("a"); // blocks: fs.readFileSync`,
    `import { default as x } from "node:fs";`,
  ),
  "import equals": task(`x.readFileSync("a"); // blocks: fs.readFileSync`, `import x = require("fs");`),
  "second name": task(`read("a"); // blocks: fs.readFileSync`, `const read = fs.readFileSync;`),
  "bound name": task(`read("a"); // blocks: fs.readFileSync`, `const read = fs.readFileSync.bind(fs);`),
  destructuring: task(`read("a"); // blocks: fs.readFileSync`, `const { readFileSync: read } = fs;`),
  "destructured parameter's default": task(
    `use();`,
    `function use({ readFileSync } = fs) {\n  readFileSync("a"); // blocks: fs.readFileSync\n}`,
  ),
  "require in a handler, of a built-in": task(
    `const x = require("fs");\nx.readFileSync("a"); // blocks: fs.readFileSync`,
  ),
  "destructured require": task(
    `readFileSync("a"); // blocks: fs.readFileSync`,
    `const { readFileSync } = require("node:fs");`,
  ),
  "require, then a member": task(
    `read("a"); // blocks: fs.readFileSync`,
    `const read = require("fs").readFileSync;`,
  ),
  "awaited import()": task(
    `const x = await import("node:fs");\nx.readFileSync("a"); // blocks: fs.readFileSync`,
  ),
  "member of an awaited import()": task(
    `(await import("node:fs")).default.readFileSync("a"); // blocks: fs.readFileSync`,
  ),
  createRequire: task(
    `const x = load("fs");\nload("./lazy"); // blocks: require`,
    `import { createRequire } from "node:module";\nconst load = createRequire(import.meta.url);`,
  ),
  "property of an object": task(
    `tools.read("a"); // blocks: fs.readFileSync`,
    `const tools = { read: fs.readFileSync };`,
  ),
  "shorthand property": task(
    `tools.fs.readFileSync("a"); // blocks: fs.readFileSync`,
    `const tools = { fs };`,
  ),
  "field of a class": task(
    `new Disk().read();`,
    `class Disk {\n  private readonly fs = fs;\n  read() {\n    this.fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}`,
  ),
  "parameter typed as the module": task(
    `use(fs);`,
    `function use(disk: typeof fs) {\n  disk.readFileSync("a"); // blocks: fs.readFileSync\n}`,
  ),
  "literal in brackets": task(`fs["readFileSync"]("a"); // blocks: fs.readFileSync`),
  "re-export": {
    "task.ts": task(`read("a"); // blocks: fs.readFileSync`, `import { read } from "./disk";`),
    "disk.ts": `export { readFileSync as read } from "fs";`,
  },
  "re-export of an import": {
    "task.ts": task(`read("a"); // blocks: fs.readFileSync`, `import { read } from "./disk";`),
    "disk.ts": `import { readFileSync } from "fs";\nexport { readFileSync as read };`,
  },
  "export of a constant": {
    "task.ts": task(`read("a"); // blocks: fs.readFileSync`, `import { read } from "./disk";`),
    "disk.ts": `import { readFileSync } from "fs";\nexport const read = readFileSync;`,
  },
  "default export of the module": {
    "task.ts": task(`disk.readFileSync("a"); // blocks: fs.readFileSync`, `import disk from "./disk";`),
    "disk.ts": `import disk from "fs";\nexport default disk;`,
  },
  "namespace re-export": {
    "task.ts": task(`disk.readFileSync("a"); // blocks: fs.readFileSync`, `import { disk } from "./disk";`),
    "disk.ts": `export * as disk from "fs";`,
  },
  "assertion and parentheses": task(
    `(fs as any).readFileSync("a"); // blocks: fs.readFileSync\n(fs!.readFileSync)("a"); // blocks: fs.readFileSync`,
  ),
  "optional chain": task(`fs?.readFileSync?.("a"); // blocks: fs.readFileSync`),
  "awaited all the same": task(`await fs.readFileSync("a"); // blocks: fs.readFileSync`),
  "child process": task(
    `execSync("ls"); // blocks: child_process.execSync`,
    `import { execSync } from "child_process";`,
  ),
  "static of a global": task(`Atomics.wait(new Int32Array(4), 0, 0); // blocks: Atomics.wait`),
  constructor: task(`new Script("1"); // blocks: new vm.Script`, `import { Script } from "node:vm";`),
  "constructor of a member": task(
    `new vm.Script("1"); // blocks: new vm.Script`,
    `import vm from "node:vm";`,
  ),
  "method of an instance": task(
    `db.exec("vacuum"); // blocks: sqlite.DatabaseSync#exec`,
    `import { DatabaseSync } from "node:sqlite";\nconst db = new DatabaseSync("a");`,
  ),
  "method of an instance in a field": task(
    `new Store().clean();`,
    `import { DatabaseSync } from "node:sqlite";\nclass Store {\n  db: DatabaseSync;\n  constructor() { this.db = new DatabaseSync("a"); }\n  clean() {\n    this.db.exec("vacuum"); // blocks: sqlite.DatabaseSync#exec\n  }\n}`,
  ),
  "method of a typed parameter": task(
    `clean(null!);`,
    `import type { DatabaseSync } from "node:sqlite";\nfunction clean(db: DatabaseSync) {\n  db.exec("vacuum"); // blocks: sqlite.DatabaseSync#exec\n}`,
  ),
  "handed to an iterating call": task(`["a"].map(fs.readFileSync); // blocks: fs.readFileSync`),
  "callback left out": task(
    `for (;;) sign("sha256", d, k); // blocks: crypto.sign`,
    `import { sign } from "crypto";\ndeclare const d: Buffer, k: string;`,
  ),
};

/** What looks like it, and is not. */
const decoys: Record<string, Sources> = {
  "function of the project with the same name": task(
    `readFileSync("a");`,
    `function readFileSync(a: string) { return a; }`,
  ),
  "method with the same name": task(
    `disk.readFileSync("a");`,
    `const disk = { readFileSync: (a: string) => a };`,
  ),
  "name that hides the import": task(`const fs = { readFileSync: () => 1 };\nfs.readFileSync();`),
  "parameter that hides the global": task(
    `use({ wait() {} });`,
    `function use(Atomics: { wait(): void }) { Atomics.wait(); }`,
  ),
  "asynchronous twin": task(`await fs.promises.readFile("a");`),
  "promises module": task(`await readFile("a");`, `import { readFile } from "node:fs/promises";`),
  "callback given": task(
    `for (;;) sign("sha256", d, k, () => {});`,
    `import { sign } from "crypto";\ndeclare const d: Buffer, k: string;`,
  ),
  "named callback given": task(
    `for (;;) sign("sha256", d, k, done);`,
    `import { sign } from "crypto";\ndeclare const d: Buffer, k: string;\nfunction done() {}`,
  ),
  "call that no task reaches": task(``, `export function other() { fs.readFileSync("a"); }`),
  "call when the module is loaded": task(``, `fs.readFileSync("a");`),
  "function that is named but not called": task(
    `return render;`,
    `function render() { fs.readFileSync("a"); }`,
  ),
  "callback that the callee ignores": task(
    `ignore(read);`,
    `function ignore(action: () => void) {}\nfunction read() { fs.readFileSync("a"); }`,
  ),
  "type only": task(`const x: typeof fs.readFileSync | undefined = undefined; void x;`),
  "work on another thread": task(
    `await pool.run(() => fs.readFileSync("a"));`,
    `import { Tinypool } from "tinypool";\nconst pool = new Tinypool();`,
  ),
  "class that is never constructed": task(`void Page;`, `class Page { text = fs.readFileSync("a"); }`),
  "static field": task(`new Page();`, `class Page { static text = fs.readFileSync("a"); }`),
  "method marked nonblocking": task(
    `render();`,
    `/** @nonblocking runs once, when the first task starts */\nfunction render() { fs.readFileSync("a"); }`,
  ),
};

describe("blocking APIs", () => {
  it.each(Object.entries(named))("are known by %s", (_, sources) => {
    expectMarked(sources, { options: { data: "always" } });
  });

  it.each(Object.entries(named))("are known without any types by %s", (_, sources) => {
    expectMarked(sources, { folder: BARE_FOLDER, options: { data: "always" } });
  });

  it.each(Object.entries(decoys))("are not confused with a %s", (_, sources) => {
    expectMarked(sources);
  });

  it.each(Object.entries(decoys))("are not confused, without any types, with a %s", (_, sources) => {
    expectMarked(sources, { folder: BARE_FOLDER });
  });
});
