import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { Report } from "../../src/findings/report.js";
import { parseFacts } from "../../src/reports/facts.js";
import { exportFormatNames } from "../../src/reports/export/formats.js";
import { parseReport, readReports } from "../../src/reports/read.js";
import { reportSchema } from "../../src/reports/schema.js";
import { runCli, unsafe } from "./run-cli.js";
import { sampleReport } from "./sample.js";
import { temporaryFolder } from "./temporary-folder.js";

const SECRET = "root:x:0:0:secret";
const ANSI = "\u001b]8;;http://evil\u0007\u001b[2J\u001b[31m\u009b5n";
const SCRIPT = `"><script>document.title="owned"</script><img src=x onerror=alert(1)>`;

let root = "";
let dir = "";

beforeEach(() => {
  root = join(temporaryFolder(), "project");
  dir = join(root, ".loopward/reports");
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(root, "package.json"), "{}");
  writeFileSync(join(root, "../secret.txt"), `${SECRET}\n`.repeat(9));
});

const { blame, stack, task, host } = sampleReport();
const everywhere = (text: string): Report =>
  sampleReport({
    task: { name: text, runId: text, queue: text, attempt: 1, input: { json: text, cut: false } },
    blame: blame && { ...blame, function: text, file: text, api: text, code: text },
    stack: stack.map((frame) => ({ ...frame, function: text, file: text })),
    tree: [{ ...stack[0]!, function: text, file: text, share: 1, calls: [] }],
    origin: { type: text, frames: [{ ...stack[0]!, function: text, file: text }] },
    advice: text,
    host: { ...host, node: text },
  });
const at = (file: string): Report => sampleReport({ blame: blame && { ...blame, file } });
const lineOf = (report: unknown): string => `${JSON.stringify(report)}\n`;
const deep = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}\n`;

/** What lies in the folder beside one good report, and how many of its lines are no reports. */
const inputs: readonly (readonly [name: string, content: () => string | Buffer, unreadable: number])[] = [
  ["a script everywhere", () => lineOf(everywhere(SCRIPT)), 0],
  ["escape sequences everywhere", () => lineOf(everywhere(ANSI)), 0],
  ["text that turns around", () => lineOf(everywhere("\u202egpj.exe\u2066")), 0],
  ["line separators", () => lineOf(everywhere("a\u2028b\u2029c\u0085d\r\ne")), 0],
  ["NUL everywhere", () => lineOf(everywhere("\u0000")), 0],
  ["half a surrogate pair", () => lineOf(everywhere("\ud800")), 0],
  ["names of prototypes", () => lineOf(everywhere("__proto__")), 0],
  ["an id of a prototype", () => lineOf(sampleReport({ id: "__proto__" })), 0],
  [
    "a polluted prototype",
    () => `{"__proto__":{"polluted":true},${JSON.stringify(sampleReport()).slice(1)}\n`,
    0,
  ],
  ["a formula everywhere", () => lineOf(everywhere("=HYPERLINK(A1)")), 0],
  ["a workflow command", () => lineOf(everywhere("x\n::error::owned")), 0],
  ["a source above the project", () => lineOf(at("../secret.txt")), 0],
  ["a source by its path", () => lineOf(at("/etc/passwd")), 0],
  ["a source by a URL", () => lineOf(at("file:///etc/passwd")), 0],
  ["a source of another system", () => lineOf(at("..\\..\\secret.txt")), 0],
  ["a source that is a device", () => lineOf(at("/dev/zero")), 0],
  [
    "a stack of 10 MB",
    () => lineOf(sampleReport({ stack: Array.from({ length: 90_000 }, () => stack[1]!) })),
    0,
  ],
  [
    "a function named with 10 MB",
    () => lineOf(sampleReport({ task: task && { ...task, name: "x".repeat(1e7) } })),
    0,
  ],
  ["a line of 20 MB without an end", () => "x".repeat(2e7), 1],
  ["a million empty lines", () => "\n".repeat(1e6), 0],
  ["broken JSON", () => `{"schema":"loopward.report/1",\n{]\n"\n`, 3],
  ["other JSON", () => `null\n1\n[]\n"x"\n{}\n`, 5],
  ["JSON that is very deep", () => deep(100_000), 1],
  [
    "a tree that is very deep",
    () => `${JSON.stringify(sampleReport()).slice(0, -1)},"tree":${deep(20_000)}}`,
    2,
  ],
  [
    "wrong types",
    () => lineOf({ ...sampleReport(), durationMs: "1", stack: {} }) + lineOf({ ...sampleReport(), id: 7 }),
    2,
  ],
  ["numbers that are none", () => `${JSON.stringify(sampleReport()).replace("812.3", "1e999")}\n`, 1],
  ["a time at the end of times", () => lineOf(sampleReport({ time: "9999-12-31T23:59:59Z" })), 0],
  ["a byte order mark", () => `\ufeff${lineOf(sampleReport())}`, 0],
  ["NUL bytes", () => Buffer.alloc(10_000), 1],
  ["bytes that are no UTF-8", () => Buffer.from([0x7b, 0xff, 0xfe, 0xc0, 0x0a, 0x80]), 2],
  ["UTF-16", () => Buffer.from(lineOf(sampleReport()), "utf16le"), 2],
  ["lines that end as on Windows", () => lineOf(sampleReport()).replace("\n", "\r\n"), 0],
  ["an id that many reports have", () => lineOf(sampleReport({ id: "same" })).repeat(1_000), 0],
  ["an empty file", () => "", 0],
];

const commands: readonly (readonly string[])[] = [
  ["list"],
  ["list", "--format", "json"],
  ["summary"],
  ["summary", "--format", "json"],
  ["show", "good"],
  ["diff", "10000d"],
  ...exportFormatNames.map((format) => ["export", "--format", format]),
];

describe("a hostile input", () => {
  it("comes in thirty kinds or more", () => {
    expect(inputs.length).toBeGreaterThanOrEqual(30);
  });

  it.each(inputs)(
    "%s: nothing breaks, commands the terminal or is shown from elsewhere",
    async (_, content, unreadable) => {
      writeFileSync(join(dir, "2026-11-23.ndjson"), lineOf(sampleReport({ id: "good" })));
      writeFileSync(join(dir, "hostile.ndjson"), content());
      expect((await readReports(dir)).unreadableLines).toBe(unreadable);
      for (const command of commands) {
        const { out, err } = await runCli(root, command);
        expect(out, command.join(" ")).not.toMatch(unsafe);
        expect(err, command.join(" ")).not.toMatch(unsafe);
        expect(out + err).not.toContain(SECRET);
        expect(out + err).not.toContain("root:x:0:0");
        expect(out, command.join(" ")).toMatch(/good|feeds\.fetch/);
      }
      const id = (await readReports(dir)).reports.find((report) => report.id !== "good")?.id;
      if (id !== undefined) {
        const { out } = await runCli(root, ["show", id]);
        expect(out).not.toMatch(unsafe);
        expect(out).not.toContain("root:x:0:0");
      }
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
      expect(readdirSync(root).sort()).toEqual([".loopward", "package.json"]);
    },
    60_000,
  );

  it.each([
    ["a symbolic link to a file", (path: string) => symlinkSync(join(root, "../elsewhere.ndjson"), path)],
    ["a symbolic link to nothing", (path: string) => symlinkSync(join(root, "none"), path)],
    ["a symbolic link to itself", (path: string) => symlinkSync(path, path)],
    ["a folder", (path: string) => mkdirSync(path)],
    ["a pipe that nobody writes to", (path: string) => execFileSync("mkfifo", [path])],
  ])("%s in place of a file of reports is left alone", async (_, make) => {
    writeFileSync(join(root, "../elsewhere.ndjson"), lineOf(sampleReport({ id: "elsewhere" })));
    writeFileSync(join(dir, "a.ndjson"), lineOf(sampleReport({ id: "good" })));
    make(join(dir, "2026-11-24.ndjson"));
    const { out } = await runCli(root, ["list", "--format", "json"]);
    expect((JSON.parse(out) as Report[]).map(({ id }) => id)).toEqual(["good"]);
  });

  it("is written to no place but the one that was asked for", async () => {
    writeFileSync(join(dir, "a.ndjson"), lineOf(everywhere("../../owned")));
    await runCli(root, ["export", "--format", "json", "--out", join(root, "out.json")]);
    expect(existsSync(join(root, "out.json"))).toBe(true);
    expect(readdirSync(join(root, "..")).sort()).toEqual(["project", "secret.txt"]);
  });
});

describe("the reader and the schema", () => {
  const json = fc.jsonValue({ maxDepth: 5 });
  const good = sampleReport();

  it("take any JSON for a report or for none, and never throw", () => {
    fc.assert(
      fc.property(json, (value) => {
        const report = parseReport(JSON.stringify(value));
        expect(report === null || reportSchema.safeParse(value).success).toBe(true);
      }),
    );
  });

  it("take a report of which any field is anything for one only if it fits the schema", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(good)), json, (key, value) => {
        const changed = { ...good, [key]: value };
        expect(parseReport(JSON.stringify(changed)) !== null).toBe(reportSchema.safeParse(changed).success);
      }),
    );
  });

  it("read the same facts with and without the stacks, whatever the report holds", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(',"stack":[', ',"impact":{', '"', "\\"),
    );
    fc.assert(
      fc.property(text, text, fc.boolean(), (advice, code, hasTask) => {
        const report = sampleReport({
          advice,
          task: hasTask ? task : null,
          blame: blame && { ...blame, code, file: advice },
          tree: [{ ...stack[0]!, function: code, share: 1, calls: [] }],
        });
        const line = JSON.stringify(report);
        const facts = { ...report, stack: undefined, tree: undefined };
        expect(parseFacts(line)).toEqual(facts);
        expect(parseReport(line)).toEqual(report);
      }),
      { numRuns: 500 },
    );
  });

  it("are not deceived by a field that comes twice, or deep inside", () => {
    const line = JSON.stringify(good);
    const inner = `"blame":null,"stack":[],"impact":{"delayedRuns":0},"action":"aborted","advice":"","host":{"pid":2,"node":""}`;
    for (const deceiving of [
      `${line.slice(0, -1)},${inner}}`,
      `${line.slice(0, -1)},"blame":null}`,
      `{${inner},${line.slice(1)}`,
      `{"x":{"y":1,${inner}},${line.slice(1)}`,
      line.replace(`,"blame":`, `,"x":[{"y":1,${inner}}],"blame":`),
      line.replace(`"impact":{`, `"impact":{"x":1,`),
      line.replace(`"host":{`, `"x":{"blame":null},"host":{`),
    ]) {
      const report = parseReport(deceiving)!;
      expect(report).not.toBeNull();
      const facts = parseFacts(deceiving);
      if (facts) expect(report).toMatchObject(facts);
    }
  });

  it("read no facts where there is no report", () => {
    fc.assert(
      fc.property(fc.nat({ max: 900 }), fc.string(), (at, inserted) => {
        const line = JSON.stringify(good);
        const broken = line.slice(0, at) + inserted + line.slice(at + 1);
        const facts = parseFacts(broken);
        const report = parseReport(broken);
        // What was broken may lie in the stack, which facts do without.
        if (report && facts) expect(report).toMatchObject(facts);
      }),
    );
  });
});
