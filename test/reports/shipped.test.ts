import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/findings/report.js";
import { reportJsonSchema } from "../../src/reports/schema.js";
import { openReportStore } from "../../src/reports/store.js";
import { root } from "../support/fixtures.js";
import { sampleReport } from "./sample.js";
import { temporaryFolder } from "./temporary-folder.js";

const main = join(root, "dist/src/cli/main.js");
const run = promisify(execFile);

describe("what ships", () => {
  it("lists what a store wrote", async () => {
    const reports = [sampleReport(), sampleReport()];
    const dir = await folderOf(reports);
    const { stdout, stderr } = await run(process.execPath, [
      main,
      "reports",
      "--format",
      "json",
      "--reports",
      dir,
    ]);
    expect(JSON.parse(stdout)).toEqual(reports.toReversed());
    expect(stderr).toBe("");
  });

  it("exits with 2 and one sentence for an id that no report has", async () => {
    const dir = await folderOf([sampleReport()]);
    const failed = run(process.execPath, [main, "reports", "show", "nope", "--reports", dir]);
    await expect(failed).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^[^\n]+_NOT_FOUND[^\n]+\n$/) as string,
    });
  });

  it("does not mind a reader that has seen enough", async () => {
    const dir = await folderOf(Array.from({ length: 2_000 }, () => sampleReport()));
    const child = spawn(process.execPath, [main, "reports", "--format", "json", "--reports", dir]);
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    await once(child.stdout, "data");
    child.stdout.destroy();
    const [code] = (await once(child, "close")) as [number | null];
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("holds the JSON Schema of reports", () => {
    const file = readFileSync(join(root, "dist/report.schema.json"), "utf8");
    expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(reportJsonSchema())));
  });
});

async function folderOf(reports: readonly Report[]): Promise<string> {
  const dir = temporaryFolder();
  const store = openReportStore(dir);
  for (const report of reports) store.append(report);
  await store.close();
  return dir;
}
