import { describe, expect, it } from "vitest";
import { findingsIn, expectMarked, task } from "../support/findings.js";

const recommended = {
  "heavy call": task(
    `execSync("ls"); // blocks: child_process.execSync`,
    `import { execSync } from "child_process";`,
  ),
  "whole file": task(`fs.readFileSync("a"); // blocks: fs.readFileSync`),
  compression: task(
    `gzipSync(data); // blocks: zlib.gzipSync`,
    `import { gzipSync } from "zlib";\ndeclare const data: Buffer;`,
  ),
  "JSON of a file": task(
    `JSON.parse(await readFile("a", "utf8")); // blocks: JSON.parse`,
    `import { readFile } from "node:fs/promises";`,
  ),
  "JSON of a file, in steps": task(
    `const bytes = await readFile("a");\nconst text = bytes.toString("utf8").trim();\nreturn JSON.parse(text) as unknown; // blocks: JSON.parse`,
    `import { readFile } from "node:fs/promises";`,
  ),
  "JSON of a response": task(
    `const response = await fetch("http://a");\nJSON.parse(await response.text()); // blocks: JSON.parse`,
  ),
  "JSON of what a helper read": task(
    `JSON.parse(await load()); // blocks: JSON.parse`,
    `import { readFile } from "node:fs/promises";\nconst load = async () => await readFile("a", "utf8");`,
  ),
  "JSON of pieces put together": task(
    `const chunks: Buffer[] = [];\nJSON.parse(Buffer.concat(chunks).toString()); // blocks: JSON.parse\nJSON.parse(Buffer.concat([...chunks]).toString()); // blocks: JSON.parse`,
  ),
  "JSON of what a server says of an error": task(
    `const response = await fetch("a");\nif (!response.ok) {\n  const text = await response.text();\n  JSON.parse(text);\n}\nJSON.parse(await response.text()); // blocks: JSON.parse`,
  ),
  "JSON of what was decrypted": task(
    `JSON.parse(decrypted("a"));`,
    `import { createDecipheriv } from "crypto";\nfunction decrypted(text: string) {\n  const cipher = createDecipheriv("aes-256-cbc", "k", "i");\n  return Buffer.concat([cipher.update(text, "hex"), cipher.final()]).toString("utf8");\n}`,
  ),
  "JSON of what any implementation downloads": task(
    `JSON.parse(await store.download()); // blocks: JSON.parse`,
    `interface Store { download(): Promise<string> }\ndeclare const store: Store;\nexport class S3 implements Store {\n  async download() { return (await get()) ?? ""; }\n}\nasync function get() { return (await fetch("")).text(); }`,
  ),
  "stringify of a whole file": task(
    `JSON.stringify(await readFile("a", "utf8"));`,
    `import { readFile } from "node:fs/promises";`,
  ),
  "import in a handler": task(`await import("./other.js");`),
  "require in a handler": task(`require("./other.js");`),
  "hash of a whole file": task(
    `createHash("sha256").update(await readFile("a")); // blocks: crypto.Hash#update`,
    `import { createHash } from "crypto";\nimport { readFile } from "node:fs/promises";`,
  ),
  "light call in a for loop": task(
    `for (const file of process.argv) fs.existsSync(file); // blocks: fs.existsSync`,
  ),
  "light call for each of a few places written out": task(
    `for (const file of ["a", "b"]) fs.existsSync(file);\nplaces.find((file) => fs.existsSync(file));\nplaces.some(fs.existsSync);`,
    `const places = ["a", "b"];`,
  ),
  "light call for each of what a list was filled with": task(
    `const files: string[] = [];\nfiles.push(...process.argv);\nfor (const file of files) fs.existsSync(file); // blocks: fs.existsSync`,
  ),
  "light call handed to an iterating call": task(
    `process.argv.some(fs.existsSync); // blocks: fs.existsSync`,
  ),
  "light call in a while condition": task(`while (!fs.existsSync("a")) await 0; // blocks: fs.existsSync`),
  "light call in a loop that waits each turn": task(
    `for (const file of process.argv) {\n  if (fs.existsSync(file)) await fs.promises.rm(file);\n}\nfor await (const file of await fs.promises.opendir("a")) fs.existsSync(file.name);`,
  ),
  "light call in a loop within a loop that waits": task(
    `for (const file of process.argv) {\n  await fs.promises.rm(file);\n  for (const other of process.argv) fs.existsSync(other); // blocks: fs.existsSync\n}`,
  ),
  "light call in a loop that only starts what waits": task(
    `for (const file of process.argv) {\n  fs.existsSync(file); // blocks: fs.existsSync\n  void (async () => { await fs.promises.rm(file); })();\n}`,
  ),
  "behind a latch: a flag": task(
    `if (!ready) {\n  fs.readFileSync("a");\n  ready = true;\n}\nif (ready === undefined) ready = fs.readFileSync("a") !== null;`,
    `let ready: boolean | undefined;`,
  ),
  "behind a latch: a value": task(
    `template ??= fs.readFileSync("a");\nreturn template || (template = fs.readFileSync("a"));`,
    `let template: Buffer | undefined;`,
  ),
  "behind a latch: an early return": task(
    `Plugins.load();`,
    `class Plugins {\n  private static loaded = false;\n  static load() {\n    if (this.loaded) return;\n    ["a"].forEach((name) => fs.readFileSync(name));\n    this.loaded = true;\n  }\n}`,
  ),
  "behind a latch: a single instance": task(
    `Server.get().render();`,
    `class Server {\n  static instance: Server | null = null;\n  readonly key = fs.readFileSync("key");\n  static get() {\n    if (Server.instance == null) Server.instance = new Server();\n    return Server.instance;\n  }\n  render() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}`,
  ),
  "behind a latch: the time of a file": task(
    `const time = fs.statSync("a").mtimeMs;\nif (time === readAt) return;\nreadAt = time;\nfs.readFileSync("a");`,
    `let readAt = 0;`,
  ),
  "behind a comparison that is no latch": task(
    `const time = Date.now();\nif (time === last) return;\nfs.readFileSync("a"); // blocks: fs.readFileSync`,
    `let last = 0;`,
  ),
  "behind a latch: a branch of a choice that is made there": task(
    `if (signer) return signer;\nsigner = await match(process.argv[2]).with("local", async () => load()).otherwise(() => undefined);`,
    `import { match } from "ts-pattern";\nlet signer: unknown;\nconst load = () => fs.readFileSync("a");`,
  ),
  "behind a latch, and also without it": task(
    `template ??= load();\nload();`,
    `let template: Buffer | undefined;\nfunction load() {\n  return fs.readFileSync("a"); // blocks: fs.readFileSync\n}`,
  ),
  "behind a latch: what is handed over there": task(
    `if (!listening) {\n  listening = true;\n  listen();\n  emitter.on("b", () => {\n    fs.readFileSync("b"); // blocks: fs.readFileSync\n  });\n}`,
    `import { emitter } from "some-package";\nlet listening = false;\nfunction listen() {\n  emitter.on("a", () => {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  });\n}`,
  ),
  "behind a flag that is taken back at the end of each run": task(
    `if (running) return;\nrunning = true;\nfs.readFileSync("a"); // blocks: fs.readFileSync\nrunning = false;`,
    `let running = false;`,
  ),
  "behind a latch that is never set": task(
    `if (!ready) fs.readFileSync("a"); // blocks: fs.readFileSync`,
    `let ready = false;\nexport const start = () => { ready = true; };`,
  ),
  "behind a latch of one run, or of an object": task(
    `let text: Buffer | undefined;\ntext ??= fs.readFileSync("a"); // blocks: fs.readFileSync\nnew Page().render();`,
    `class Page {\n  html: Buffer | undefined;\n  render() {\n    if (!this.html) this.html = fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}`,
  ),
  "behind a condition that is no latch": task(
    `if (process.argv) fs.readFileSync("a"); // blocks: fs.readFileSync\nif (count) count = fs.readFileSync("a").length; // blocks: fs.readFileSync`,
    `let count = 0;`,
  ),
  "light call in an iterating callback": task(
    `process.argv.filter((file) => fs.existsSync(file)); // blocks: fs.existsSync`,
  ),
  "light call, not in a loop": task(
    `fs.existsSync("a");\nfor (const file of fs.opendirSync("a") as any) void file;`,
  ),
  "JSON of a message": task(`JSON.parse(String(Math.random()));`),
  "JSON of a field": task(`JSON.parse(job.data);`, `declare const job: { data: string };`),
  stringify: task(`JSON.stringify({});`),
  clone: task(`structuredClone({});`),
  "hash of a key": task(`createHash("sha256").update("key");`, `import { createHash } from "crypto";`),
  "random bytes in a loop": task(`for (;;) randomBytes(8);`, `import { randomBytes } from "crypto";`),
  pattern: task(`/a+/.test("a");`),
};

const strict = {
  "import in a handler": task(`await import("./other.js"); // blocks: import`),
  "require in a handler": task(`require("./other.js"); // blocks: require`),
  "behind a latch": task(
    `template ??= fs.readFileSync("a"); // blocks: fs.readFileSync`,
    `let template: Buffer | undefined;`,
  ),
  "light call": task(`fs.existsSync("a"); // blocks: fs.existsSync`),
  "JSON of a message": task(`JSON.parse("{}"); // blocks: JSON.parse`),
  stringify: task(`JSON.stringify({}); // blocks: JSON.stringify`),
  clone: task(`structuredClone({}); // blocks: structuredClone`),
  "hash of a key": task(
    `createHash("sha256").update("key"); // blocks: crypto.Hash#update`,
    `import { createHash } from "crypto";`,
  ),
  pattern: task(`/a+/.test("a");`),
};

describe("cost", () => {
  it.each(Object.entries(recommended))("recommended: %s", (_, sources) => {
    expectMarked(sources);
  });

  it.each(Object.entries(strict))("strict: %s", (_, sources) => {
    expectMarked(sources, { options: { data: "always", light: "always" } });
  });

  it("options choose the confidence, the costs and the APIs", () => {
    const source = task(
      `maybe(() => execSync("ls"));\nfs.readFileSync("a");\nfs.existsSync("a");`,
      `import { execSync } from "child_process";\nimport { maybe } from "some-package";`,
    );
    const apis = (options: Parameters<typeof findingsIn>[1]) =>
      findingsIn(source, options).map(({ api }) => api);
    expect(apis({})).toEqual(["fs.readFileSync", "child_process.execSync"]);
    expect(apis({ options: { confidence: "definite" } })).toEqual(["fs.readFileSync"]);
    expect(apis({ options: { data: "never", light: "always" } })).toEqual([
      "fs.existsSync",
      "child_process.execSync",
    ]);
    expect(apis({ options: { ignore: ["child_process.execSync"] } })).toEqual(["fs.readFileSync"]);
  });
});
