import { readFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { analysed } from "../../rules/analysis/analyse-once.js";
import loopward from "../../rules/plugin.js";
import { eslint, samples } from "./support/eslint.js";

const cwd = `${samples}/five-files`;

function marked(file: string): string[] {
  return readFileSync(`${cwd}/src/${file}`, "utf8")
    .split("\n")
    .flatMap((line, index) => {
      const api = /\/\/ blocks: (.+)$/.exec(line)?.[1];
      return api === undefined ? [] : [`${file}:${index + 1} ${api}`];
    });
}

describe("the plugin in ESLint", () => {
  it.each([9, 10] as const)(
    "reports in every file what the task of another file reaches (ESLint %i)",
    async (version) => {
      const results = await eslint({ cwd, version }).lintFiles(["src"]);
      const found = results.flatMap(({ filePath, messages }) =>
        messages.map(
          ({ line, message }) =>
            `${filePath.slice(filePath.lastIndexOf("/") + 1)}:${line} ${/^`(.+?)`/.exec(message)?.[1]}`,
        ),
      );
      expect(found).toEqual([...marked("disk.ts"), ...marked("template.ts")]);
      const [message] = results.flatMap(({ messages }) => messages);
      expect(message?.ruleId).toBe("loopward/no-blocking-call");
      expect(message?.message).toContain(
        "Task `reports` reaches it: <anonymous> src/tasks.ts:8 → Reports.write src/reports.ts:8 → Disk.save src/disk.ts:6.",
      );
    },
  );

  it("analyses a Program once, however many of its files are linted", async () => {
    const analyses: unknown[] = [];
    const count = (event: unknown): void => void analyses.push(event);
    analysed.subscribe(count);
    onTestFinished(() => void analysed.unsubscribe(count));
    // Settings of its own: the parser shares one Program among all ESLints of a process, analysed by the test above.
    const settings = { offload: [{ module: "none" }] };
    const results = await eslint({ cwd, settings }).lintFiles(["src"]);
    expect(results).toHaveLength(5);
    expect(analyses).toHaveLength(1);
  });

  it("follows tasks through the packages of a workspace, each with a tsconfig of its own", async () => {
    const workspace = `${samples}/workspace`;
    const lint = async (settings: Record<string, unknown>) => {
      const results = await eslint({ cwd: workspace, settings }).lintFiles(["packages/*/src/*.ts", "apps"]);
      return results.flatMap(({ filePath, messages }) =>
        messages.map(({ line }) => `${filePath.slice(workspace.length + 1)}:${line}`),
      );
    };
    expect(await lint({ workspace: ["apps/*", "packages/*"] })).toEqual(["packages/mail/src/render.ts:4"]);
    expect(await lint({})).toEqual([]);
  });

  it("judges what an editor has not saved by the parser's Program", async () => {
    const workspace = `${samples}/workspace`;
    const linter = eslint({ cwd: workspace, settings: { workspace: ["apps/*", "packages/*"] } });
    const filePath = `${workspace}/apps/worker/src/task.ts`;
    const text = readFileSync(filePath, "utf8").replace("render()", "render(), Atomics.wait(null!, 0, 0)");
    const [result] = await linter.lintText(text, { filePath });
    expect(result?.messages.map(({ message }) => message.slice(0, 14))).toEqual(["`Atomics.wait`"]);
  });

  it("looks at each file alone without type information, and says so once", async () => {
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on("warning", note);
    onTestFinished(() => void process.off("warning", note));
    const linter = eslint({ cwd, typed: false });
    const text = `import { Worker } from "bullmq";\nimport fs from "fs";\nnew Worker("a", () => read());\nfunction read() { fs.readFileSync("a"); }`;
    for (const filePath of ["a.ts", "b.ts", "c.js"]) {
      const [result] = await linter.lintText(text, { filePath });
      expect(result?.messages.map(({ line, column }) => ({ line, column }))).toEqual([
        { line: 4, column: 22 },
      ]);
    }
    // Warnings are emitted on the next tick.
    await new Promise(setImmediate);
    const ours = warnings.filter(
      (warning) => "code" in warning && warning.code === "LOOPWARD_NO_TYPE_INFORMATION",
    );
    expect(ours).toHaveLength(1);
  });

  it("refuses settings that it does not understand", async () => {
    await expect(eslint({ cwd, settings: { task: [] } }).lintFiles(["src"])).rejects.toThrow(
      /settings.*task/s,
    );
  });

  it("knows itself: name, version, rules, presets", () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(loopward.meta).toEqual({ name: "loopward", version });
    expect(Object.keys(loopward.configs)).toEqual(["recommended", "strict"]);
    for (const config of Object.values(loopward.configs)) {
      for (const name of Object.keys(config.rules ?? {}))
        expect(loopward.rules).toHaveProperty(name.replace("loopward/", ""));
      expect(config.plugins?.loopward).toBe(loopward);
    }
  });
});
