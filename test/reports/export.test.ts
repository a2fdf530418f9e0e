import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import AjvDraft04 from "ajv-draft-04";
import type { Profiler } from "node:inspector";
import type { Log } from "sarif";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/findings/report.js";
import { exportFormatNames, exportFormats, type ExportFormatName } from "../../src/reports/export/formats.js";
import { sampleReport, wholeAmong } from "./sample.js";

const { blame } = sampleReport();

describe("every format", () => {
  it.each(exportFormatNames)("%s has something to say of nothing", async (name) => {
    const text = await written(name, []);
    expect(text === "" || text.endsWith("\n")).toBe(true);
  });
});

describe("sarif", () => {
  // One of the schema's patterns is no Unicode one.
  const ajv = new AjvDraft04.default({ validateFormats: false, unicodeRegExp: false });
  const validate = ajv.compile(schema);

  async function sarif(...reports: Report[]): Promise<Log> {
    const log = JSON.parse(await written("sarif", reports)) as Log;
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    return log;
  }

  it("is valid SARIF 2.1.0: one result a line of code, with its count", async () => {
    const other = sampleReport({
      blame: blame && { ...blame, line: 9, file: "src/ä b.ts" },
      durationMs: 9_000,
    });
    const log = await sarif(
      sampleReport(),
      sampleReport({ durationMs: 400 }),
      other,
      sampleReport({ blame: null }),
    );
    const [run] = log.runs;
    expect(run?.results?.map(({ occurrenceCount, message }) => [occurrenceCount, message.text])).toEqual([
      [1, expect.stringContaining("worst 9.0 s")],
      [
        2,
        "`fs.readFileSync` stalled the event loop 2 times on 2026-11-23: worst 812 ms, 1.2 s in all, 74 runs delayed, task feeds.fetch. Use `readFile` from `node:fs/promises`.",
      ],
    ]);
    expect(run?.results?.map(({ locations }) => locations?.[0]?.physicalLocation)).toMatchObject([
      { artifactLocation: { uri: "src/%C3%A4%20b.ts" }, region: { startLine: 9 } },
      { artifactLocation: { uri: "src/render.ts" }, region: { startLine: 2, startColumn: 10 } },
    ]);
  });

  it("stays valid without results, and with names that are none", async () => {
    await sarif();
    const log = await sarif(
      sampleReport({ blame: blame && { ...blame, file: "\ud800<script>\u0000", code: "\u001b[2J" } }),
    );
    expect(log.runs[0]?.results).toHaveLength(1);
  });

  it("is told apart from what is none by that check", () => {
    expect(validate({ version: "2.1.0", runs: [{}] })).toBe(false);
  });
});

describe("github", () => {
  it("escapes what would end a workflow command", async () => {
    const text = await written("github", [
      sampleReport({
        blame: blame && { ...blame, file: "src/a,b:c.ts", api: null, function: "f\n::error::g" },
        cause: "cpu",
        advice: "100 %\nreally",
      }),
    ]);
    expect(text).toBe(
      "::error file=src/a%2Cb%3Ac.ts,line=2,col=10,title=f%0A%3A%3Aerror%3A%3Ag stalled the event loop::This code stalled the event loop 1 time on 2026-11-23: worst 812 ms, 812 ms in all, 37 runs delayed, task feeds.fetch. 100 %25%0Areally\n",
    );
  });
});

describe("cpuprofile", () => {
  const [, inner, outer] = sampleReport().stack;
  const tree = [
    { ...outer!, share: 0.9, calls: [{ ...inner!, share: 0.7, calls: [] }] },
    { ...inner!, share: 0.05, calls: [] },
  ];

  async function profile(...reports: Report[]): Promise<Profiler.Profile> {
    return JSON.parse(await written("cpuprofile", reports)) as Profiler.Profile;
  }

  it("hangs together as V8's own profiles do", async () => {
    const {
      nodes,
      samples = [],
      timeDeltas = [],
      startTime,
      endTime,
    } = await profile(sampleReport({ tree }), sampleReport(), sampleReport({ task: null, stack: [] }));
    const ids = nodes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const [root, ...others] = nodes;
    expect(root?.callFrame.functionName).toBe("(root)");
    const children = nodes.flatMap((node) => node.children ?? []);
    expect(children.toSorted((a, b) => a - b)).toEqual(others.map(({ id }) => id));
    expect(samples.every((id) => ids.includes(id))).toBe(true);
    expect(timeDeltas).toHaveLength(samples.length);
    expect(timeDeltas.every((delta) => delta >= 0)).toBe(true);
    expect(timeDeltas.reduce((a, b) => a + b, 0)).toBe(endTime - startTime);
    expect(endTime - startTime).toBeCloseTo(3 * 812_300, -1);
  });

  it("gives each function its share of the stall, below its task", async () => {
    const { nodes, samples = [], timeDeltas = [] } = await profile(sampleReport({ tree, durationMs: 1_000 }));
    const took = (name: string, parent: string): number => {
      const above = nodes.find(({ callFrame }) => callFrame.functionName === parent);
      const node = nodes.find(
        ({ id, callFrame }) => callFrame.functionName === name && above?.children?.includes(id),
      );
      return samples.reduce(
        (sum, id, index) => sum + (id === node?.id ? (timeDeltas[index + 1] ?? 0) : 0),
        0,
      );
    };
    expect(took("task feeds.fetch", "(root)")).toBeCloseTo(50_000, -2);
    expect(took("run", "task feeds.fetch")).toBeCloseTo(200_000, -2);
    expect(took("loadTemplate", "run")).toBeCloseTo(700_000, -2);
    expect(took("loadTemplate", "task feeds.fetch")).toBeCloseTo(50_000, -2);
  });

  it("points into the project, from 0, and nowhere else", async () => {
    const { nodes } = await profile(
      sampleReport({
        stack: [
          { ...inner!, file: "../../etc/passwd" },
          { ...inner!, file: "/etc/passwd" },
          { ...inner!, file: "node:fs" },
          inner!,
        ],
      }),
    );
    const frames = nodes.map(({ callFrame }) => callFrame).filter(({ url }) => url !== "");
    expect(frames.map(({ url }) => url)).toEqual([
      "file:///project/src/render.ts",
      "node:fs",
      "/etc/passwd",
      "../../etc/passwd",
    ]);
    expect(frames[0]).toMatchObject({ lineNumber: 1, columnNumber: 9 });
  });
});

describe("known-stalls", () => {
  it("takes the reports of one line together, wherever it was", async () => {
    const text = await written("known-stalls", [
      sampleReport({ blame: blame && { ...blame, line: 5 }, time: "2026-11-24T10:00:00Z", durationMs: 100 }),
      sampleReport({ folded: { count: 9, totalMs: 900 } }),
      sampleReport({ task: null, durationMs: 5_000 }),
      sampleReport({ blame: blame && { ...blame, file: "node_modules/a/b.js" } }),
      sampleReport({ blame: blame && { ...blame, code: "" } }),
      sampleReport({ blame: null }),
    ]);
    expect(JSON.parse(text)).toEqual({
      schema: "loopward.known-stalls/1",
      stalls: [
        {
          file: "src/render.ts",
          line: 5,
          column: 10,
          function: "loadTemplate",
          code: "return readFileSync(path);",
          api: "fs.readFileSync",
          cause: "sync-call",
          tasks: ["feeds.fetch"],
          countByDay: { "2026-11-23": 10, "2026-11-24": 1 },
          worstMs: 5_000,
          stolenMs: 6_000,
          delayedRuns: 111,
          lastTime: "2026-11-24T10:00:00Z",
          advice: "Use `readFile` from `node:fs/promises`.",
        },
      ],
    });
  });
});

async function written(name: ExportFormatName, reports: readonly Report[]): Promise<string> {
  const format = await exportFormats[name]();
  // One by one, and so in as many batches: formats are the same in how they divide.
  async function* stream(): AsyncGenerator<readonly Report[]> {
    for (const report of reports) yield await Promise.resolve([report]);
  }
  let text = "";
  const context = { root: "/project", now: new Date("2026-11-25T00:00:00Z"), whole: wholeAmong(reports) };
  for await (const piece of format.write(stream(), context)) text += piece;
  return text;
}
