import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CliLab, root } from "../support/cli.js";
import { redisServer } from "../support/servers.js";

const redis = await redisServer();
const lab = new CliLab();
const page = await readFile(join(root, "docs/tasks.md"), "utf8");
const blocks = [
  ...page.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```$)?/gm),
].map(([, file = "", code = "", output = null]) => ({ file, code, output }));
const tasks = blocks.filter(({ file }) => file.startsWith("tasks/"));
const programs = blocks.filter(({ file }) => !file.startsWith("tasks/"));

describe.skipIf(!redis)("docs/tasks.md", () => {
  const folder = lab.folder();
  const env = { LOOPWARD_BROKER: redis?.url ?? "" };

  beforeAll(async () => {
    await mkdir(join(folder, "node_modules"));
    for (const [name, target] of [
      ["loopward", root],
      ["zod", join(root, "node_modules/zod")],
    ] as const)
      await symlink(target, join(folder, "node_modules", name));
    await writeFile(join(folder, "package.json"), '{"type":"module"}');
    for (const { file, code } of blocks) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), code);
    }
    const files = tasks.map(({ file }) => file);
    await lab.start(["worker", "--without-spare", "-A", ...files], { cwd: folder, env }).line(/ready/);
  });
  afterAll(async () => {
    await lab.clean();
    await redis?.stop();
  });

  it("leaves no block out", () => {
    expect(blocks.length).toBe(page.match(/^```ts$/gm)?.length);
    expect(programs.length).toBe(page.match(/^```text$/gm)?.length);
  });

  it.each(programs)("$file prints what the page says", async ({ file, output }) => {
    const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), file], {
      cwd: folder,
      env: { ...process.env, ...env, NO_COLOR: "1" },
    });
    const [stdout, stderr] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    expect({ code: child.exitCode, stderr, stdout }).toEqual({ code: 0, stderr: "", stdout: output });
  });
});
