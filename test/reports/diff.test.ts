import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderLog } from "../../src/reports/folder-log.js";
import { sidesOf } from "../../src/cli/reports/sides.js";
import { diffSummaries } from "../../src/reports/diff.js";
import { summarise } from "../../src/reports/summarise.js";
import { sampleReport } from "./sample.js";
import { temporaryFolder } from "./temporary-folder.js";

const nowMs = Date.parse("2026-11-24T00:00:00Z");
const blame = sampleReport().blame ?? undefined;

function diff(before: Parameters<typeof sampleReport>[0][], after: Parameters<typeof sampleReport>[0][]) {
  const summary = (changes: typeof before) => summarise(changes.map((change) => sampleReport(change)));
  return diffSummaries(summary(before), summary(after));
}

describe("diffSummaries", () => {
  it("tells new, worse, same, better and gone, what grew most first", () => {
    const of = (name: string, durationMs: number) => ({
      task: { name, runId: "1", queue: "q", attempt: 1 },
      durationMs,
    });
    const changes = diff(
      [of("worse", 100), of("same", 100), of("better", 1_000), of("gone", 500)],
      [of("worse", 400), of("same", 110), of("better", 700), of("new", 200)],
    );
    expect(changes.map(({ kind, before, after }) => [kind, before?.task, after?.task])).toEqual([
      ["worse", "worse", "worse"],
      ["new", undefined, "new"],
      ["same", "same", "same"],
      ["better", "better", "better"],
      ["gone", "gone", undefined],
    ]);
  });

  it("knows a line that moved by its text, and one without text by its number", () => {
    const at = (line: number, code: string) => ({ blame: blame && { ...blame, line, code } });
    expect(diff([at(2, "read()")], [at(9, "read()")]).map(({ kind }) => kind)).toEqual(["same"]);
    expect(diff([at(2, "")], [at(9, "")]).map(({ kind }) => kind)).toEqual(["new", "gone"]);
  });

  it("has nothing to say of nothing", () => {
    expect(diff([], [])).toEqual([]);
  });
});

describe("sidesOf", () => {
  const place = (root: string) => ({ root, log: folderLog(join(root, ".loopward/reports")), nowMs });
  const date = (iso: string) => new Date(iso);

  it("compares the last seven days with those before, unless told", async () => {
    const root = temporaryFolder();
    const at = place(root);
    const { log } = at;
    const split = date("2026-11-17T00:00:00Z");
    expect(await sidesOf(undefined, undefined, at)).toEqual({
      before: { log, period: { since: date("2026-11-10T00:00:00Z"), until: split } },
      after: { log, period: { since: split } },
    });
    expect(await sidesOf("2026-11-23", undefined, at)).toMatchObject({
      before: { period: { since: date("2026-11-22T00:00:00Z"), until: date("2026-11-23T00:00:00Z") } },
    });
  });

  it("takes periods and folders", async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, "old"));
    const at = place(root);
    const { log } = at;
    expect(await sidesOf("2d..1d", "1d..", at)).toEqual({
      before: { log, period: { since: date("2026-11-22T00:00:00Z"), until: date("2026-11-23T00:00:00Z") } },
      after: { log, period: { since: date("2026-11-23T00:00:00Z"), until: undefined } },
    });
    expect(await sidesOf(join(root, "old"), root, at)).toMatchObject({
      before: { log: { label: join(root, "old") }, period: {} },
      after: { log: { label: root }, period: {} },
    });
    await expect(sidesOf(join(root, "none"), root, at)).rejects.toMatchObject({
      code: "LOOPWARD_BAD_OPTION",
    });
  });

  it("takes a git revision for the time of its commit, and nothing that looks like an option", async () => {
    const root = temporaryFolder();
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", root, "-c", "user.name=a", "-c", "user.email=a@b", ...args], {
        env: { ...process.env, GIT_COMMITTER_DATE: "2026-11-20T00:00:00Z" },
        stdio: ["ignore", "pipe", "pipe"],
      });
    git("init", "--quiet");
    writeFileSync(join(root, "a"), "");
    git("add", "a");
    git("commit", "--quiet", "--message", "a");
    git("tag", "v1.0.0");
    expect((await sidesOf("v1.0.0", undefined, place(root))).after.period).toEqual({
      since: date("2026-11-20T00:00:00Z"),
    });
    for (const revision of ["v2.0.0", `--output=${join(root, "owned")}`])
      await expect(sidesOf(revision, undefined, place(root))).rejects.toMatchObject({
        code: "LOOPWARD_BAD_REVISION",
      });
  });
});
