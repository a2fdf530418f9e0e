import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const young = join(import.meta.dirname, "samples/young-generation.mjs");
const old = join(import.meta.dirname, "samples/old-generation.mjs");

/** What a program prints of its heap. */
async function heapOf(...args: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", ...args]);
  return JSON.parse(stdout);
}

describe("the young generation of a supervisor", () => {
  it("grows to twice 16 MB and no further, unless a size was said", async () => {
    expect(await heapOf("--max-semi-space-size=32", young, "unsaid")).toBe(16);
    expect(await heapOf("--max-semi-space-size=32", young)).toBe(32);
    expect(await heapOf("--max-semi-space-size=4", young)).toBe(4);
  });
});

describe("the old generation of a supervisor", () => {
  it("is collected before it is far larger than what lives in it; V8 alone waits longer", async () => {
    const held = Number(await heapOf(old));
    expect(held).toBeGreaterThan(1);
    expect(held).toBeLessThan(0.8 * Number(await heapOf(old, "unheld")));
  });
});
