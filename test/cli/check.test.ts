import Ajv from "ajv";
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../support/fixtures.js";
import { tempFolder } from "../support/temp-folder.js";
import type { Finding } from "../../src/findings/finding.js";
import { usedSarif } from "./samples/used-sarif.js";

const TASK = `import { Worker } from "bullmq";\nimport { render } from "./render.js";\nexport const w = new Worker("mails", async () => render());\n`;
const RENDER = `import { readFileSync } from "node:fs";\nexport function render() {\n  return readFileSync("mail.html");\n}\n`;
const CLEAN = `export const nothing = 1;\n`;
const sample = { "package.json": "{}", "src/task.ts": TASK, "src/render.ts": RENDER };

/** A project of these files in a folder of its own. */
async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await tempFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

interface Outcome {
  readonly code: number | string;
  readonly out: string;
  readonly err: string;
}

/** Runs what ships. */
function check(cwd: string, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const argv = [join(root, "dist/src/cli/main.js"), "check", ...args];
    const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined };
    execFile(process.execPath, argv, { cwd, env }, (error, out, err) => {
      resolve({ code: error?.code ?? 0, out, err });
    });
  });
}

describe("loopward check", () => {
  it("shows the code, the path and the way out, and exits with 1", async () => {
    const { code, out, err } = await check(await project(sample));
    expect(out).toContain("src/render.ts:3:10  fs.readFileSync  data, definite\n");
    expect(out).toContain(`> 3 |   return readFileSync("mail.html");\n    |          ^`);
    expect(out).toContain("task     mails\n");
    expect(out).toContain("path     <anonymous> src/task.ts:3\n         → render src/render.ts:3\n");
    expect(out).toContain("instead  Use `readFile` from `node:fs/promises`.");
    expect(out).toContain("1 finding in 1 file (1 task, 2 files looked at).");
    // Neither colours nor progress where no one watches.
    expect(out + err).not.toContain("\u001b");
    expect(code).toBe(1);
  });

  it("exits with 0 where nothing is found, and says where tasks can be told if there are none", async () => {
    const clean = await check(await project({ ...sample, "src/render.ts": `export function render() {}\n` }));
    expect(clean).toEqual({
      code: 0,
      out: "Nothing that blocks is reached from a task (1 task, 2 files looked at).\n",
      err: "",
    });
    const empty = await check(await project({ "src/a.ts": CLEAN }));
    expect(empty.code).toBe(0);
    expect(empty.err).toContain("no task was found");
  });

  it("prints findings as one JSON array, and writes it to a file", async () => {
    const folder = await project(sample);
    const { out } = await check(folder, "--format", "json");
    const findings = JSON.parse(out) as Finding[];
    expect(findings).toEqual([
      {
        rule: "loopward/no-blocking-call",
        file: "src/render.ts",
        line: 3,
        column: 10,
        api: "fs.readFileSync",
        cost: "data",
        confidence: "definite",
        tasks: ["mails"],
        path: [
          { function: "<anonymous>", file: "src/task.ts", line: 3 },
          { function: "render", file: "src/render.ts", line: 3 },
        ],
        message: expect.stringContaining("Task `mails` reaches it") as string,
        advice: "Use `readFile` from `node:fs/promises`.",
      },
    ]);
    const written = await check(folder, "--format", "json", "--out", "findings.json");
    expect(written).toEqual({ code: 1, out: "", err: "" });
    expect(JSON.parse(await readFile(join(folder, "findings.json"), "utf8"))).toEqual(findings);
  });

  it("prints SARIF 2.1.0 whose code flow is the path", async () => {
    const { out, code } = await check(await project(sample), "--format", "sarif");
    expect(code).toBe(1);
    const log = JSON.parse(out) as {
      runs: { results: { codeFlows: { threadFlows: { locations: unknown[] }[] }[] }[] }[];
    };
    const validate = new Ajv.default().compile(usedSarif);
    validate(log);
    expect(validate.errors).toBeNull();
    expect(log.runs[0]?.results[0]?.codeFlows[0]?.threadFlows[0]?.locations).toHaveLength(2);
  });

  it("prints GitHub's workflow commands", async () => {
    const { out } = await check(await project(sample), "--format", "github");
    expect(out).toMatch(
      /^::error file=src\/render\.ts,line=3,col=10,title=fs\.readFileSync blocks the event loop::`fs\.readFileSync` blocks .+\n$/,
    );
  });

  it("reports more under the strict preset", async () => {
    const folder = await project({
      ...sample,
      "src/render.ts": `export const render = () => JSON.stringify({});\n`,
    });
    expect((await check(folder)).code).toBe(0);
    expect((await check(folder, "--preset", "strict")).code).toBe(1);
  });

  it("keeps to the paths it is given, with what their tasks reach", async () => {
    const folder = await project({
      "package.json": "{}",
      "a/task.ts": TASK.replace("./render.js", "../lib/render.js"),
      "b/task.ts": TASK.replace("./render.js", "../lib/other.js"),
      "lib/render.ts": RENDER,
      "lib/other.ts": RENDER,
    });
    const files = async (...paths: string[]) =>
      (JSON.parse((await check(folder, ...paths, "--format", "json")).out) as Finding[]).map(
        ({ file }) => file,
      );
    expect(await files()).toEqual(["lib/other.ts", "lib/render.ts"]);
    expect(await files("a")).toEqual(["lib/render.ts"]);
    expect(await files("lib/other.ts")).toEqual(["lib/other.ts"]);
    expect(await files("a", "b/task.ts")).toEqual(["lib/other.ts", "lib/render.ts"]);
  });

  it("checks a project that it is not called in", async () => {
    const folder = await project(sample);
    const { out } = await check(await project({}), folder, "--format", "json");
    expect((JSON.parse(out) as Finding[]).map(({ file }) => file)).toEqual(["src/render.ts"]);
  });

  it("reads plain JavaScript, with require and without any configuration", async () => {
    const folder = await project({
      "index.js": `const { Worker } = require("bullmq");\nconst { render } = require("./render");\nnew Worker("mails", render);\n`,
      "render.js": `const fs = require("fs");\nexports.render = async function render() {\n  fs.readFileSync("mail.html");\n};\n`,
    });
    const { out } = await check(folder, "--format", "json");
    expect(JSON.parse(out)).toMatchObject([{ file: "render.js", line: 3, column: 6, tasks: ["mails"] }]);
  });

  it("follows tasks through the packages of a workspace that is neither installed nor built", async () => {
    const folder = await project({
      "package.json": `{ "workspaces": ["apps/*", "packages/*"] }`,
      "tsconfig.base.json": `{ "compilerOptions": { "baseUrl": ".", "paths": { "~shared/*": ["packages/shared/src/*"] } } }`,
      "apps/worker/package.json": `{ "name": "worker", "dependencies": { "@app/mail": "*" } }`,
      "apps/worker/tsconfig.json": `{ "extends": "../../tsconfig.base.json" }`,
      "apps/worker/src/task.ts": `import { Worker } from "bullmq";\nimport { send } from "@app/mail/send";\nnew Worker("mails", async () => send());\n`,
      "packages/mail/package.json": `{ "name": "@app/mail", "exports": { "./*": { "types": "./dist/*.d.ts", "default": "./dist/*.js" } } }`,
      "packages/mail/tsconfig.json": `{ "extends": "../../tsconfig.base.json" }`,
      "packages/mail/src/send.ts": `import { render } from "~shared/render";\nexport const send = () => render();\n`,
      "packages/shared/package.json": `{ "name": "@app/shared", "main": "dist/index.js" }`,
      "packages/shared/src/render.ts": RENDER,
    });
    const fromTop = await check(folder, "--format", "json");
    expect(JSON.parse(fromTop.out)).toMatchObject([{ file: "packages/shared/src/render.ts", line: 3 }]);
    const fromWorker = await check(join(folder, "apps/worker"), "--format", "json");
    expect(JSON.parse(fromWorker.out)).toMatchObject([
      { file: "../../packages/shared/src/render.ts", line: 3 },
    ]);
  });

  it("lists the tasks it found, and what it could not see", async () => {
    const folder = await project({
      ...sample,
      "src/more.ts": `import { Worker } from "bullmq";\nimport { handler } from "some-package";\nnew Worker("unseen", handler);\nnew Worker("sandboxed", "./processor.js");\nnew Worker("plugins", async (job: any) => {\n  const { run } = await import(job.name);\n  run();\n});\nnew Worker("concurrent", { lockDuration: 5 } as never);\n`,
    });
    const { code, out } = await check(folder, "--explain-roots");
    expect(code).toBe(0);
    expect(out.split("\n")).toEqual([
      "Tasks (2):",
      "  plugins  src/more.ts:5",
      "  mails  src/task.ts:3",
      "",
      "Registrations whose handler the program does not show (1):",
      "  unseen  src/more.ts:3  the program does not show which function it is",
      "",
      "Not analysed: where a task goes on to what the program does not show (1):",
      "  <anonymous>  src/more.ts:6  import() of a computed name",
      "",
    ]);
    const { out: json } = await check(folder, "--explain-roots", "--format", "json");
    expect(JSON.parse(json)).toMatchObject({
      unresolved: [{ name: "unseen", file: "src/more.ts", line: 3 }],
    });
  });

  it("takes the lint section of loopward.config", async () => {
    const folder = await project({
      ...sample,
      "src/task.ts": `import { render } from "./render.js";\nexport function initWorker(run: () => unknown) { return run; }\ninitWorker(render);\n`,
    });
    expect((await check(folder)).code).toBe(0);
    await writeFile(
      join(folder, "loopward.config.json"),
      JSON.stringify({ lint: { tasks: [{ call: "initWorker", argument: 0 }] } }),
    );
    expect((await check(folder)).code).toBe(1);
    await writeFile(join(folder, "loopward.config.json"), JSON.stringify({ lint: { tasks: [{}] } }));
    const refused = await check(folder);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/^loopward: .+tasks\.0.+\[LOOPWARD_BAD_SETTINGS\]\n$/);
  });

  it("keeps the findings of a whole project for the worker, where the project keeps state", async () => {
    const folder = await project(sample);
    const kept = join(folder, ".loopward/findings.json");
    await check(folder);
    await expect(readFile(kept)).rejects.toThrow("ENOENT");
    await check(folder, "src", "--save");
    await expect(readFile(kept)).rejects.toThrow("ENOENT");
    await check(folder, "--save");
    expect(JSON.parse(await readFile(kept, "utf8"))).toHaveLength(1);
    await writeFile(join(folder, "src/render.ts"), CLEAN);
    await check(folder);
    expect(JSON.parse(await readFile(kept, "utf8"))).toEqual([]);
  });

  it("goes on past a syntax error, and says so", async () => {
    const { code, err } = await check(await project({ ...sample, "src/broken.ts": "const a = ;\n" }));
    expect(code).toBe(1);
    expect(err).toBe(
      "loopward: src/broken.ts:1: Expression expected. The file is analysed as far as it can be read.\n",
    );
  });

  it.each([
    ["a path that does not exist", ["nowhere"], "LOOPWARD_PATH_NOT_FOUND"],
    ["a folder without sources", [], "LOOPWARD_NO_SOURCES"],
  ])("exits with 2 and one sentence for %s", async (_, args, errorCode) => {
    const { code, out, err } = await check(await project({ "README.md": "" }), ...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(new RegExp(`^loopward: .+ \\[${errorCode}\\]\n$`));
  });

  it("exits with 2 for an unknown format", async () => {
    const { code, err } = await check(await project(sample), "--format", "xml");
    expect(code).toBe(2);
    expect(err).toContain("Allowed choices are text, json, sarif, github");
  });

  it("reads sources as data: control characters never reach the terminal", async () => {
    const folder = await project({
      ...sample,
      "src/render.ts": `import { readFileSync } from "node:fs";\nexport function render() {\n  return readFileSync("\u001b]0;x\u0007"); // \u202e\n}\n`,
    });
    const { out } = await check(folder);
    expect(out).toContain("\\u001b]0;x\\u0007");
    expect(out).not.toMatch(/[\u001b\u0007\u202e]/);
  });
});
