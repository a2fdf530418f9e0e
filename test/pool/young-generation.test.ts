import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const sample = join(import.meta.dirname, "samples/young-generation.mjs");

/** To which sizes, in MB, a half of it grows. */
async function sizes(...args: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", ...args]);
  return JSON.parse(stdout);
}

describe("the young generation of a supervisor", () => {
  it("grows to twice 8 MB and no further, and again after a quiet time", async () => {
    expect(await sizes(sample, "quiet")).toEqual([8, 1, 8]);
  });

  it("is of the size that was said", async () => {
    expect(await sizes("--max-semi-space-size=4", sample)).toEqual([4]);
    expect(await sizes("--max-semi-space-size=16", sample)).toEqual([16]);
  });
});
