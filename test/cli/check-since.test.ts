import { execFileSync } from "node:child_process";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { runCheck } from "../../dist/src/cli/check/run-check.js";
import type { Finding } from "../../src/findings/finding.js";
import { tempFolder } from "../support/temp-folder.js";

const TASK = `import { Worker } from "bullmq";\nimport { render } from "./render.js";\nexport const w = new Worker("mails", async () => render());\n`;
const RENDER = `import { readFileSync } from "node:fs";\nexport function render() {\n  return readFileSync("mail.html");\n}\nexport function old() {\n  return readFileSync("old.html");\n}\n`;
const sample = { "package.json": "{}", "src/task.ts": TASK, "src/render.ts": RENDER };

function git(cwd: string, ...args: string[]): string {
  const who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"];
  return execFileSync("git", [...who, ...args], { cwd, encoding: "utf8", stdio: "pipe" });
}

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** A repository whose one commit holds these files. */
async function repository(files: Readonly<Record<string, string>> = sample): Promise<string> {
  const folder = await tempFolder();
  await write(folder, files);
  git(folder, "init", "-q");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "one");
  return folder;
}

/** What is new since the last commit. */
async function since(cwd: string, revision = "HEAD"): Promise<{ exitCode: number; places: string[] }> {
  const out = join(cwd, "found.out");
  const { exitCode, findings } = await runCheck({
    paths: [],
    preset: "recommended",
    format: "json",
    out,
    since: revision,
    cwd,
  });
  await rm(out);
  return { exitCode, places: findings.map(placeOf) };
}

function placeOf({ file, line, api }: Finding): string {
  return `${file}:${line} ${api}`;
}

describe("loopward check --since", () => {
  afterEach(() => void vi.unstubAllEnvs());

  it("is silent, and exits with 0, where nothing is new, and leaves nothing behind", async () => {
    const folder = await repository();
    const temporary = await tempFolder();
    vi.stubEnv("TMPDIR", temporary);
    expect(await since(folder)).toEqual({ exitCode: 0, places: [] });
    const left = (await readdir(temporary)).filter((name) => name.startsWith("loopward-since-"));
    expect(left).toEqual([]);
    expect(git(folder, "status", "--porcelain")).toBe("");
  });

  it("reports a new call, also of a file that git does not know yet", async () => {
    const folder = await repository();
    await write(folder, {
      "src/more.ts": `import { Worker } from "bullmq";\nimport { execSync } from "node:child_process";\nnew Worker("more", async () => execSync("ls"));\n`,
    });
    expect(await since(folder)).toEqual({
      exitCode: 1,
      places: ["src/more.ts:3 child_process.execSync"],
    });
  });

  it("reports an old function that a new caller exposes", async () => {
    const folder = await repository();
    await write(folder, {
      "src/task.ts": TASK.replace("render }", "old, render }").replace("=> render()", "=> [render(), old()]"),
    });
    expect((await since(folder)).places).toEqual(["src/render.ts:6 fs.readFileSync"]);
  });

  it("knows a call again whose line moved or whose words changed", async () => {
    const folder = await repository();
    await write(folder, {
      "src/render.ts": `// A comment.\n\n${RENDER.replace('"mail.html"', '"mail.html", "utf8"')}`,
    });
    expect((await since(folder)).places).toEqual([]);
  });

  it("tells a second call of the same API in the same function from the first", async () => {
    const folder = await repository();
    await write(folder, {
      "src/render.ts": RENDER.replace("  return", '  readFileSync("header.html");\n  return'),
    });
    expect((await since(folder)).places).toEqual(["src/render.ts:3 fs.readFileSync"]);
  });

  it("knows a call again whose file was renamed", async () => {
    const folder = await repository();
    await rename(join(folder, "src/render.ts"), join(folder, "src/page.ts"));
    await write(folder, { "src/task.ts": TASK.replace("./render.js", "./page.js") });
    git(folder, "add", "-A");
    expect((await since(folder)).places).toEqual([]);
  });

  it("takes all for new where the revision has no sources yet", async () => {
    const folder = await repository({ "README.md": "" });
    await write(folder, sample);
    expect((await since(folder)).places).toEqual(["src/render.ts:3 fs.readFileSync"]);
    const other = await repository({ "package.json": "{}" });
    await write(other, { ...sample, "package.json": "{}" });
    expect((await since(other)).places).toEqual(["src/render.ts:3 fs.readFileSync"]);
  });

  it("works in a package of a workspace, with the packages that are installed", async () => {
    const workspace = {
      "package.json": `{ "workspaces": ["packages/*"] }`,
      "packages/worker/package.json": `{ "name": "@app/worker" }`,
      "packages/worker/src/task.ts": TASK.replace("./render.js", "@app/mail"),
      "packages/mail/package.json": `{ "name": "@app/mail", "main": "dist/index.js" }`,
      "packages/mail/src/index.ts": RENDER,
      ".gitignore": "node_modules\n",
    };
    const folder = await repository(workspace);
    await write(folder, {
      "node_modules/locks/package.json": `{ "name": "locks", "types": "index.d.ts" }`,
      "node_modules/locks/index.d.ts": `export declare function locked<T>(run: () => T): T;`,
      "packages/mail/src/index.ts": `import { execSync } from "node:child_process";\n${RENDER.replace("  return", '  execSync("ls");\n  return')}`,
    });
    expect((await since(join(folder, "packages/worker"))).places).toEqual([
      "../mail/src/index.ts:4 child_process.execSync",
    ]);
  });

  it("says what is wrong with a revision, and outside of a repository", async () => {
    const folder = await repository();
    await expect(since(folder, "nowhere")).rejects.toMatchObject({ code: "LOOPWARD_BAD_REVISION" });
    await expect(since(folder, "--output=x")).rejects.toMatchObject({ code: "LOOPWARD_BAD_REVISION" });
    const bare = await tempFolder();
    await write(bare, sample);
    await expect(since(bare)).rejects.toMatchObject({ code: "LOOPWARD_BAD_REVISION" });
  });
});
