import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../support/fixtures.js";
import { makeTempFolder } from "../support/make-temp-folder.js";

const run = promisify(execFile);

/** All that the package `typescript` 7.0.2 exports to `require`: its own package brings a program of 30 MB for each platform. */
const TYPESCRIPT_7 = {
  "package.json": JSON.stringify({
    name: "typescript",
    version: "7.0.2",
    type: "module",
    exports: { "./package.json": "./package.json", ".": "./lib/version.cjs" },
  }),
  "lib/version.cjs": `exports.version = require("../package.json").version;\nexports.versionMajorMinor = "7.0";\n`,
};

const TASK = `import { Worker } from "bullmq";
import { readFileSync } from "node:fs";
new Worker("mails", async () => readFileSync("mail.html"));
`;

describe("loopward check, installed beside another TypeScript", () => {
  let project: string;

  beforeAll(async () => {
    project = await makeTempFolder();
    const modules = join(project, "node_modules");
    // A copy, because a link is followed to where TypeScript 6 lies.
    cpSync(join(root, "dist"), join(modules, "loopward/dist"), {
      recursive: true,
      filter: (file) => !file.endsWith(".map"),
    });
    cpSync(join(root, "package.json"), join(modules, "loopward/package.json"));
    for (const name of readdirSync(join(root, "node_modules"))) {
      if (["typescript", "loopward", "@typescript"].includes(name)) continue;
      symlinkSync(join(root, "node_modules", name), join(modules, name));
    }
    writeFileSync(join(project, "package.json"), "{}");
    writeFileSync(join(project, "task.ts"), TASK);
  });

  afterAll(() => {
    rmSync(project, { recursive: true, force: true });
  });

  const check = async (): Promise<{ code: unknown; text: string }> => {
    const main = join(project, "node_modules/loopward/dist/src/cli/main.js");
    try {
      const { stdout, stderr } = await run(process.execPath, [main, "check"], { cwd: project });
      return { code: 0, text: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
      return { code, text: stdout + stderr };
    }
  };

  it("says that it needs one, where there is none", async () => {
    const { code, text } = await check();
    expect(text).toContain("npm install --save-dev typescript@~6.0");
    expect(code).toBe(2);
  });

  it("says what to install beside TypeScript 7, and works with that", async () => {
    const modules = join(project, "node_modules");
    mkdirSync(join(modules, "typescript/lib"), { recursive: true });
    for (const [name, text] of Object.entries(TYPESCRIPT_7)) {
      writeFileSync(join(modules, "typescript", name), text);
    }
    const without = await check();
    expect(without.text).toMatch(/TypeScript 7\.0\.2 .+ npm install --save-dev @typescript\/typescript6/);
    expect(without.text).not.toContain("    at ");
    expect(without.code).toBe(2);

    mkdirSync(join(modules, "@typescript"));
    symlinkSync(join(root, "node_modules/typescript"), join(modules, "@typescript/typescript6"));
    const beside = await check();
    expect(beside.text).toContain("task.ts:3:33  fs.readFileSync");
    expect(beside.code).toBe(1);
  });
});
