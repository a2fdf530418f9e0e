import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { Report } from "../../src/findings/report.js";
import type { Summary } from "../../src/reports/summarise.js";
import { runCli, unsafe } from "./run-cli.js";
import { sampleReport } from "./sample.js";
import { temporaryFolder } from "./temporary-folder.js";

const source = [
  "export function loadTemplate(path: string): string {",
  "  return readFileSync(path);",
  "}",
  "",
].join("\n");

let root = "";

beforeEach(() => {
  root = join(temporaryFolder(), "project");
  mkdirSync(join(root, "src"), { recursive: true });
  writeFileSync(join(root, "package.json"), "{}");
  writeFileSync(join(root, "src", "render.ts"), source);
});

describe("loopward reports list", () => {
  it("is the default, newest first, and names task, line and API", async () => {
    const older = sampleReport({ time: "2026-11-23T10:00:00.000Z" });
    const newer = sampleReport({
      time: "2026-11-23T11:00:00.000Z",
      durationMs: 1_250,
      ongoing: true,
      cause: "saturation",
      task: null,
      blame: null,
    });
    write(older, newer);
    const { out, err } = await run([]);
    const [head = "", first = "", second = "", ...rest] = out.trimEnd().split("\n");
    expect(head.split(/ {2,}/)).toEqual([
      "time",
      "id",
      "task",
      "blocked",
      "where",
      "by",
      "delayed",
      "action",
    ]);
    expect(first).toMatch(/1\.3 s… +— +saturation +37 +reported$/);
    expect(second).toMatch(/feeds\.fetch +812 ms +src\/render\.ts:2 +fs\.readFileSync +37 +reported$/);
    expect(rest).toEqual([]);
    expect(err).toBe("");
    expect((await run(["list"])).out).toBe(out);
  });

  it("prints one JSON array that gives the reports back", async () => {
    const reports = [sampleReport(), sampleReport({ advice: "\u009b2J \u2028 \u202e" })];
    write(...reports);
    const { out } = await run(["--format", "json"]);
    expect(JSON.parse(out)).toEqual(reports.toReversed());
    expect(out).not.toMatch(unsafe);
  });

  it("filters and limits", async () => {
    write(
      sampleReport({ time: "2020-01-01T00:00:00.000Z" }),
      sampleReport({ task: { name: "mails.send", runId: "1", queue: "mails", attempt: 1 } }),
      ...Array.from({ length: 120 }, () => sampleReport({ time: new Date().toISOString() })),
    );
    expect(JSON.parse((await run(["--format", "json"])).out)).toHaveLength(122);
    expect(JSON.parse((await run(["--format", "json", "-n", "5"])).out)).toHaveLength(5);
    expect(JSON.parse((await run(["list", "--format", "json", "--since", "1h"])).out)).toHaveLength(120);
    const count = async (...filter: string[]): Promise<number> =>
      (JSON.parse((await run(["list", "--format", "json", ...filter])).out) as unknown[]).length;
    expect(await count("--task", "mails.send")).toBe(1);
    expect(await count("--until", "2020-01-02")).toBe(1);
    expect(await count("--since", "2020-01-01", "--until", "2020-01-01")).toBe(0);
    expect(await count("--cause", "cpu")).toBe(0);
    expect(await count("--cause", "sync-call", "--api", "fs.readFileSync", "--host", "1")).toBe(122);
    expect(await count("--api", "fs.statSync")).toBe(0);
    expect(await count("--host", "2")).toBe(0);
    expect((await run(["list"])).out).toContain("… and 22 older");
    expect(await count("--host", "x")).toBe(0);
    expect((await run(["list", "--limit", "0"])).out.trimEnd().split("\n")).toHaveLength(123);
  });

  it("gives the newest whole, in their order, and says whose stack cannot be read", async () => {
    const at = (minute: number) => ({ time: `2026-11-23T10:0${minute}:00.000Z` });
    const [old, torn, late, early] = [at(0), at(3), at(2), at(1)].map((time) => sampleReport(time));
    write(old!, late!, { ...torn!, stack: [{ ...torn!.stack[0]!, line: "x" as unknown as number }] }, early!);
    const listed = await run(["list", "--format", "json", "--limit", "3"]);
    expect(JSON.parse(listed.out)).toEqual([late, early]);
    expect(listed.err).toContain("1 line that cannot be read");
    expect(JSON.parse((await run(["list", "--format", "json", "--limit", "2"])).out)).toEqual([late]);
    const page = await run(["export", "--format", "html"]);
    expect(page.out).toContain(late!.id);
    expect(page.err).toContain("1 line that cannot be read");
  });

  it("says in a sentence that there is nothing", async () => {
    expect(await run([])).toEqual({
      out: "",
      err: expect.stringMatching(/^No reports in .+--guard\.\n$/) as string,
      code: 0,
    });
    expect((await run(["--format", "json"])).out).toBe("[]\n");
    expect((await run(["--task", "x"])).err).toMatch(/^No reports match/);
  });

  it("says what it skipped", async () => {
    write(sampleReport());
    writeFileSync(join(root, ".loopward/reports/torn.ndjson"), "{");
    expect((await run([])).err).toMatch(/^Skipped in .+: 1 line that cannot be read\.\n$/);
  });

  it("refuses options that mean nothing", async () => {
    await expect(run(["--since", "yesterday"])).rejects.toMatchObject({ code: "LOOPWARD_BAD_OPTION" });
    await expect(run(["--limit", "-1"])).rejects.toMatchObject({ code: "commander.invalidArgument" });
    await expect(run(["--cause", "weather"])).rejects.toMatchObject({ code: "commander.invalidArgument" });
  });

  it("reads another folder", async () => {
    write(sampleReport());
    expect((await run(["list", "--reports", join(root, "none")])).out).toBe("");
    expect((await run(["list", "--reports", join(root, ".loopward/reports")])).out).toContain("feeds.fetch");
  });
});

describe("loopward reports show", () => {
  it("shows the code, the user's part of the stack, the impact and the advice", async () => {
    const report = sampleReport();
    write(report, sampleReport());
    const { out } = await run(["show", report.id.slice(0, 8)]);
    expect(out).toContain("The event loop stood still for 812 ms: synchronous call");
    expect(out).toContain("> 2 |   return readFileSync(path);");
    expect(out).toContain("loadTemplate at src/render.ts:2:10 in fs.readFileSync, confidence 93 %");
    expect(out).toContain(
      "  … 1 frame of Node and packages\n  at loadTemplate (src/render.ts:2:10)\n  at run (src/tasks.ts:9:3)",
    );
    expect(out).toContain("37 runs delayed");
    expect(out).toContain(report.advice);
    expect(out).not.toContain("has changed");
  });

  it("prints the tree of its stacks, each line with its share", async () => {
    const [, inner, outer] = sampleReport().stack;
    write(sampleReport({ tree: [{ ...outer!, share: 1, calls: [{ ...inner!, share: 0.93, calls: [] }] }] }));
    expect((await run(["show", "0"])).out).toContain(
      " 100 %  run (src/tasks.ts:9:3)\n  93 %    loadTemplate (src/render.ts:2:10)\n",
    );
  });

  it("shows the input of the run where the report has it", async () => {
    const { task } = sampleReport();
    write(sampleReport({ task: task && { ...task, input: { json: '{"url":"/a', cut: true } } }));
    expect((await run(["show", "0"])).out).toContain('input   {"url":"/a … (the rest was cut off)\n');
  });

  it("says where what stalled was started", async () => {
    const { stack } = sampleReport();
    write(sampleReport({ origin: { type: "Timeout", frames: stack.slice(2) } }));
    expect((await run(["show", "0"])).out).toContain(
      "What stalled (Timeout) was started here:\n  at run (src/tasks.ts:9:3)\n",
    );
  });

  it("gives the report as JSON", async () => {
    const report = sampleReport();
    write(report);
    expect(JSON.parse((await run(["show", report.id, "--format", "json"])).out)).toEqual(report);
  });

  it("says when the file has changed since", async () => {
    write(sampleReport());
    writeFileSync(join(root, "src/render.ts"), source.replace("readFileSync", "await readFile"));
    const { out } = await run(["show", "0"]);
    expect(out).toContain("The file has changed since. The line was then:\n> 2 | return readFileSync(path);");
  });

  it("blames nobody where the report does not", async () => {
    write(sampleReport({ cause: "gc", task: null, blame: null, stack: [] }));
    const { out } = await run(["show", "0"]);
    expect(out).toContain("nobody");
    expect(out).toContain("garbage collection");
  });

  it("tells of many stalls in one record", async () => {
    write(
      sampleReport({ cause: "saturation", task: null, blame: null, folded: { count: 38, totalMs: 4_200 } }),
    );
    expect((await run(["show", "0"])).out).toContain(
      "stood still for 812 ms, the longest of 38 stalls (4.2 s in all): saturation",
    );
    expect((await run([])).out).toContain("812 ms ×38");
  });

  it("knows no report of that id, or several", async () => {
    write(sampleReport({ id: "abc-1" }), sampleReport({ id: "abc-2" }), sampleReport({ id: "abc" }));
    await expect(run(["show", "x"])).rejects.toMatchObject({ code: "LOOPWARD_REPORT_NOT_FOUND" });
    await expect(run(["show", ""])).rejects.toMatchObject({ code: "LOOPWARD_REPORT_NOT_FOUND" });
    await expect(run(["show", "ab"])).rejects.toMatchObject({ code: "LOOPWARD_BAD_OPTION" });
    expect((await run(["show", "abc"])).out).toContain("report abc\n");
  });

  it.each([
    ["above the project", "../secret.txt"],
    ["by an absolute path", "/etc/passwd"],
    ["behind a symbolic link", "src/link.ts"],
    ["that is a folder", "src"],
    ["that is missing", "src/gone.ts"],
    ["with a name no file can have", "src/\u0000.ts"],
  ])("shows no file %s", async (_, file) => {
    const outside = temporaryFolder();
    writeFileSync(join(outside, "secret.txt"), "root:x:0:0\n".repeat(5));
    symlinkSync(join(outside, "secret.txt"), join(root, "src/link.ts"));
    writeFileSync(join(root, "../secret.txt"), "root:x:0:0\n".repeat(5));
    const { blame } = sampleReport();
    write(sampleReport({ blame: blame && { ...blame, file } }));
    const { out } = await run(["show", "0"]);
    expect(out).not.toContain("root:");
    expect(out).toContain("> 2 | return readFileSync(path);");
  });
});

describe("loopward reports summary", () => {
  it("ranks by stolen time", async () => {
    write(
      ...Array.from({ length: 3 }, () => sampleReport()),
      sampleReport({ durationMs: 9_000, cause: "cpu", blame: null }),
    );
    const { out } = await run(["summary"]);
    const [total = "", , head = "", first = "", second = ""] = out.trimEnd().split("\n");
    expect(total).toMatch(/^4 reports, 11\.4 s stolen 2026-11-23/);
    expect(head.trim().split(/ {2,}/)).toEqual([
      "stolen",
      "task",
      "where",
      "by",
      "count",
      "p50",
      "p99",
      "worst",
      "delayed",
      "trend",
    ]);
    expect(first).toMatch(/^ *9\.0 s +feeds\.fetch +— +computation +1 /);
    expect(second).toMatch(
      /^ *2\.4 s +feeds\.fetch +src\/render\.ts:2 +fs\.readFileSync +3 +812 ms +812 ms +812 ms +111  █·{11}$/,
    );
  });

  it("ends after a hundred lines of code, or where it is told to", async () => {
    const blame = sampleReport().blame!;
    write(...Array.from({ length: 102 }, (_, line) => sampleReport({ blame: { ...blame, line: line + 1 } })));
    const rows = async (...args: string[]) =>
      (await run(["summary", ...args])).out.split("fs.readFileSync").length - 1;
    expect(await rows()).toBe(100);
    expect((await run(["summary"])).out).toContain("… and 2 that stole less (--limit 0 shows all)");
    expect(await rows("--limit", "3")).toBe(3);
    expect(await rows("--limit", "0")).toBe(102);
    const json = (...args: string[]) => run(["summary", "--format", "json", ...args]);
    const culprits = async (...args: string[]) => (JSON.parse((await json(...args)).out) as Summary).culprits;
    expect(await culprits()).toHaveLength(102);
    expect(await culprits("--limit", "3")).toHaveLength(3);
  });

  it.each([
    ["stalls>2", 1],
    ["stalls>3", 0],
    ["stalls >= 3", 1],
    ["stolen>2s", 1],
    ["stolen>1m, worst>812.4", 0],
    ["reports>9,worst>=812.3ms", 1],
    ["delayed>110", 1],
    ["culprits", 1],
  ])("exits by a budget: %s", async (budget, code) => {
    write(...Array.from({ length: 3 }, () => sampleReport()));
    for (const command of ["summary", "list", "export"]) {
      const ran = await run([command, "--fail-on", budget]);
      expect(ran.code).toBe(code);
      expect(ran.err).toMatch(code === 1 ? /^Over budget \(.+\): \w+ is [\d.]+( m?s)?\.\n$/ : /^$/);
      expect(ran.out).not.toBe("");
    }
  });

  it("measures what the filters let through", async () => {
    write(sampleReport());
    expect((await run(["--task", "none", "--fail-on", "stalls"])).code).toBe(0);
  });

  it.each(["", "stalls>", "stalls<3", "stalls>2s", "stolen>2d", "weather>1", "new", "stalls>1;worst>2"])(
    "refuses a budget that means nothing: %s",
    async (budget) => {
      write(sampleReport());
      await expect(run(["summary", "--fail-on", budget])).rejects.toMatchObject({
        code: "LOOPWARD_BAD_OPTION",
      });
    },
  );

  it("prints the summary as one JSON object", async () => {
    write(sampleReport());
    expect(JSON.parse((await run(["summary", "--format", "json"])).out)).toMatchObject({
      reports: 1,
      culprits: [{ task: "feeds.fetch", line: 2, count: 1, delayedRuns: 37 }],
    });
  });
});

describe("what the linter knows", () => {
  const finding = {
    rule: "loopward/no-blocking-call",
    file: "src/render.ts",
    line: 2,
    api: "fs.readFileSync",
    path: [
      { function: "run", file: "src/tasks.ts", line: 9 },
      { function: "loadTemplate", file: "src/render.ts", line: 2 },
    ],
  };

  function check(...findings: object[]): void {
    writeFileSync(join(root, ".loopward/findings.json"), JSON.stringify(findings));
  }

  it("is shown with a report: the catalogue's entry, the rule, and the way to the line", async () => {
    write(sampleReport());
    const without = (await run(["show", "0"])).out;
    expect(without).toContain(
      "entry   docs/catalogue.md, fs (data)\nrule    docs/rules/no-blocking-call.md\nhost",
    );
    check(finding);
    expect((await run(["show", "0"])).out).toContain(
      "lint    run src/tasks.ts:9 → loadTemplate src/render.ts:2\n",
    );
    expect((await run(["summary"])).out).not.toContain("Unseen");
  });

  it("is shown where it is missing, with what is missing", async () => {
    write(sampleReport());
    check({ ...finding, file: "src/other.ts", path: finding.path.slice(0, 1) });
    const missing = "the way from run src/tasks.ts:9 to loadTemplate src/render.ts is not followed";
    expect((await run(["show", "0"])).out).toContain(`lint    unseen: ${missing}\n`);
    expect((await run(["summary"])).out).toMatch(
      /\n\nUnseen by lint:\n {2}src\/render\.ts:2 {2}the way from run /,
    );
    expect(JSON.parse((await run(["summary", "--format", "json"])).out)).toMatchObject({
      unseen: [{ file: "src/render.ts", line: 2, missing }],
    });
  });

  it("is refused where it is no findings file", async () => {
    write(sampleReport());
    writeFileSync(join(root, ".loopward/findings.json"), "{}");
    await expect(run(["show", "0"])).rejects.toMatchObject({ code: "LOOPWARD_BAD_FINDINGS" });
  });
});

describe("loopward reports export", () => {
  it("writes JSON that gives the reports back, to stdout or a file", async () => {
    const reports = [sampleReport(), sampleReport({ advice: "\u009b2J \u2028 \u202e" })];
    write(...reports);
    const { out } = await run(["export"]);
    expect(JSON.parse(out)).toEqual(reports.toReversed());
    expect(out).not.toMatch(unsafe);
    await run(["export", "--out", join(root, "all.json")]);
    expect(JSON.parse(readFileSync(join(root, "all.json"), "utf8"))).toEqual(reports.toReversed());
  });

  it("writes one report, or none", async () => {
    const report = sampleReport();
    write(sampleReport(), report);
    expect(JSON.parse((await run(["export", report.id])).out)).toEqual([report]);
    expect((await run(["export", "--task", "none"])).out).toBe("[]\n");
    await expect(run(["export", "nope"])).rejects.toMatchObject({ code: "LOOPWARD_REPORT_NOT_FOUND" });
  });

  it("writes a table in which no cell is a formula", async () => {
    const { blame } = sampleReport();
    write(sampleReport({ blame: blame && { ...blame, function: "=cmd()" }, advice: 'a "b", c' }));
    const { out } = await run(["export", "--format", "csv"]);
    const [head = "", row = "", ...rest] = out.trimEnd().split("\n");
    expect(head).toMatch(/^id,time,kind,cause,durationMs,/);
    expect(row).toContain(",src/render.ts,2,'=cmd(),fs.readFileSync,0.93,37,");
    expect(row).toMatch(/,"a ""b"", c"$/);
    expect(rest).toEqual([]);
  });

  it("says which file it cannot write", async () => {
    write(sampleReport());
    await expect(run(["export", "--out", join(root, "no/all.json")])).rejects.toMatchObject({
      code: "LOOPWARD_STATE_DIR",
    });
  });
});

describe("text from a report", () => {
  const hostile = "\u001b]0;owned\u0007\u001b[2J\u009b31m\r\nfake line\u202egnp.exe\u2028";

  it.each([["list"], ["summary"], ["show", "0"], ["export"], ["export", "--format", "csv"]])(
    "never commands the terminal: %s %s",
    async (...args) => {
      const { blame, stack, host } = sampleReport();
      writeFileSync(join(root, "src/render.ts"), `first\n  ${hostile}\nlast`);
      write(
        sampleReport({
          task: {
            name: hostile,
            runId: hostile,
            queue: hostile,
            attempt: 1,
            input: { json: hostile, cut: true },
          },
          blame: blame && { ...blame, function: hostile, api: hostile, code: hostile },
          stack: stack.map((frame) => ({ ...frame, function: hostile, file: hostile })),
          tree: stack.map((frame) => ({ ...frame, function: hostile, file: hostile, share: 1, calls: [] })),
          origin: { type: hostile, frames: [{ ...stack[0]!, function: hostile, file: hostile }] },
          advice: hostile,
          host: { ...host, node: hostile },
        }),
      );
      const { out } = await run(args.filter(Boolean));
      expect(out).toContain("\\u001b]0;owned");
      expect(out).not.toMatch(unsafe);
      if (args[0] === "list" || args[0] === "summary")
        expect(out.split("\n").some((line) => line.startsWith("fake line"))).toBe(false);
    },
  );
});

function write(...reports: Report[]): void {
  mkdirSync(join(root, ".loopward/reports"), { recursive: true });
  const lines = reports.map((report) => `${JSON.stringify(report)}\n`).join("");
  writeFileSync(join(root, ".loopward/reports/2999-01-01.ndjson"), lines);
}

function run(args: string[]): ReturnType<typeof runCli> {
  return runCli(root, args);
}
