import parser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { knownStall } from "../../rules/known-stall.js";
import loopward from "../../rules/plugin.js";
import type { Report } from "../../src/findings/report.js";
import { exportFormats } from "../../src/reports/export/formats.js";
import { folderLog } from "../../src/reports/folder-log.js";
import { streamFacts } from "../../src/reports/read.js";
import { openReportStore } from "../../src/reports/store.js";
import { sampleReport, wholeAmong } from "../reports/sample.js";
import { makeTempFolder } from "../support/make-temp-folder.js";
import { root as repository } from "../support/fixtures.js";
import { testRule } from "./support/rule-tester.js";

const CODE = "return readFileSync(path);";
const DAY_MS = 24 * 3_600_000;
const source = `import { readFileSync } from "node:fs";\nexport const load = (path: string) => {\n  ${CODE}\n};\n`;
const blame = { ...sampleReport().blame!, line: 3 };
let root = "";

beforeAll(async () => {
  root = await makeTempFolder();
});
afterAll(() => {
  rmSync(root, { recursive: true });
});
beforeEach(() => {
  rmSync(join(root, ".loopward"), { recursive: true, force: true });
});

describe("known-stall", () => {
  it("flags the line that reports name, with how often, how badly and whose", async () => {
    await know(...Array.from({ length: 37 }, () => stalled()), stalled({ task: null, durationMs: 100 }));
    expect(lint(source)).toEqual([
      "3:3-3:29 `fs.readFileSync` stalled the event loop 38 times this week, worst 812 ms, task feeds.fetch. Use `readFile` from `node:fs/promises`. How a task gets here is said by `loopward/no-blocking-call`, where it can see it.",
    ]);
  });

  it("follows the line where it moves, and its indentation, and not to where it is another", async () => {
    await know(stalled());
    expect(lint(`\n\n${source}`)).toEqual([expect.stringMatching(/^5:3-/)]);
    expect(lint(source.replace(`  ${CODE}`, `\t\t${CODE}  `))).toEqual([expect.stringMatching(/^3:3-3:29 /)]);
    expect(lint(source.replace("(path);", "(path, 'utf8');"))).toEqual([]);
    expect(lint(source, { filename: "src/other.ts" })).toEqual([]);
    // The nearest of two.
    expect(lint(`${source}\n\n\n${source}`)).toEqual([expect.stringMatching(/^3:3-/)]);
  });

  it("says what stalled without an API, when it was longer ago, and of several tasks", async () => {
    const ago = new Date(Date.now() - 20 * DAY_MS).toISOString();
    await know(
      stalled({ time: ago, cause: "cpu", blame: { ...blame, api: null }, advice: "Split it." }),
      stalled({
        time: ago,
        cause: "cpu",
        blame: { ...blame, api: null },
        task: { name: "b", runId: "1", queue: "q", attempt: 1 },
        durationMs: 5_000,
      }),
    );
    expect(lint(source)).toEqual([
      `3:3-3:29 This line stalled the event loop 2 times, last on ${ago.slice(0, 10)}, worst 5.0 s, task b and 1 more. ${sampleReport().advice}`,
    ]);
  });

  it("forgets what was long ago", async () => {
    await know(stalled({ time: new Date(Date.now() - 20 * DAY_MS).toISOString() }));
    expect(lint(source)).toHaveLength(1);
    expect(lint(source, { options: { days: 10 } })).toEqual([]);
  });

  it("knows a long line by its beginning, as reports keep it", async () => {
    const long = `const text = "${"x".repeat(400)}";`;
    await know(stalled({ blame: { ...blame, line: 1, code: long.slice(0, 240) } }));
    expect(lint(long)).toHaveLength(1);
  });

  it("reads the files that it is told, and reads them again when they change", async () => {
    await know(stalled());
    const options = { files: [join(root, ".loopward/known-stalls.json")] };
    expect(lint(source, { options })).toHaveLength(1);
    await know(
      stalled(),
      stalled({ blame: { ...blame, line: 1, code: 'import { readFileSync } from "node:fs";' } }),
    );
    expect(lint(source, { options })).toHaveLength(2);
  });

  it("says nothing where nothing is known, and refuses a file that is none", () => {
    expect(lint(source)).toEqual([]);
    expect(() => lint(source, { options: { files: ["none.json"] } })).toThrow("known stalls");
    mkdirSync(join(root, ".loopward"));
    for (const text of ["", "[]", '{"schema":"loopward.known-stalls/1","stalls":[{}]}']) {
      writeFileSync(join(root, ".loopward/known-stalls.json"), text);
      expect(() => lint(source)).toThrow("known stalls");
    }
  });

  it("adds to what no-blocking-call says of the call", async () => {
    const task = `import { readFileSync } from "node:fs";\nimport { defineTask } from "loopward";\nexport const t = defineTask({ name: "t", async run(path: string) {\n  ${CODE}\n} });\n`;
    const before = lint(task, {
      rule: "no-blocking-call",
      filename: "src/task.ts",
      options: { light: "always" },
    });
    expect(before).toHaveLength(1);
    await know(stalled({ blame: { ...blame, file: "src/task.ts", line: 4 } }));
    expect(
      lint(task, { rule: "no-blocking-call", filename: "src/task.ts", options: { light: "always" } }),
    ).toEqual([
      `${before[0]} It has done so: 1 time this week, worst 812 ms, task feeds.fetch (\`loopward/known-stall\`).`,
    ]);
  });

  it("is documented with its message as it is", async () => {
    await know(...Array.from({ length: 37 }, () => stalled()));
    const page = readFileSync(join(repository, "docs/rules/known-stall.md"), "utf8");
    const [, shown] = /```text\n([\s\S]+?)\n```/.exec(page) ?? [];
    expect(lint(source)).toEqual([`3:3-3:29 ${shown}`]);
    expect(page).toContain(`\`days\`  | a whole number: stalls that were longer ago are forgotten`);
  });
});

testRule("known-stall", knownStall, {
  valid: [source, { code: source, options: [{ days: 1 }] }],
  invalid: [],
});

function stalled(changes: Partial<Report> = {}): Report {
  return sampleReport({ time: new Date().toISOString(), blame, ...changes });
}

/** Writes reports as a worker does, and of them the file as `loopward reports export` does. */
async function know(...reports: Report[]): Promise<void> {
  const dir = join(root, ".loopward/reports");
  rmSync(dir, { recursive: true, force: true });
  const store = openReportStore(dir);
  for (const report of reports) store.append(report);
  await store.close();
  const format = await exportFormats["known-stalls"]();
  if (format.stacks) throw new Error("known stalls need no stacks");
  let text = "";
  const context = { root, now: new Date(), whole: wholeAmong(reports) };
  for await (const piece of format.write(streamFacts(folderLog(dir)), context)) text += piece;
  writeFileSync(join(dirname(dir), "known-stalls.json"), text);
}

function lint(
  text: string,
  {
    filename = "src/render.ts",
    options = {},
    rule = "known-stall",
  }: { filename?: string; options?: object; rule?: string } = {},
): string[] {
  const messages = new Linter({ cwd: root }).verify(
    text,
    [
      {
        files: ["**/*.ts"],
        languageOptions: { parser },
        plugins: { loopward },
        rules: { [`loopward/${rule}`]: ["error", options] },
      },
    ],
    join(root, filename),
  );
  return messages.map(
    ({ line, column, endLine, endColumn, message }) =>
      (rule === "known-stall" ? `${line}:${column}-${endLine}:${endColumn} ` : "") + message,
  );
}
