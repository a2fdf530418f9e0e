import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { heapFlags, helperFlags } from "../../src/pool/heap.js";

const young = join(import.meta.dirname, "samples/young-generation.mjs");
const old = join(import.meta.dirname, "samples/old-generation.mjs");

afterEach(() => vi.unstubAllEnvs());

/** What a program prints of its heap. */
async function heapOf(...args: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", ...args]);
  return JSON.parse(stdout);
}

describe("the threads that help V8 in a host", () => {
  it("are the host's share of the processors, and no more than Node gives any process", () => {
    expect(helperFlags(2, 2)).toEqual(["--v8-pool-size=1"]);
    expect(helperFlags(1, 2)).toEqual(["--v8-pool-size=2"]);
    expect(helperFlags(8, 2)).toEqual(["--v8-pool-size=1"]);
    expect(helperFlags(2, 64)).toEqual([]);
  });

  it("are as many as the user says, where the user does", () => {
    vi.stubEnv("NODE_OPTIONS", "--v8-pool-size=3");
    expect(helperFlags(2, 2)).toEqual([]);
  });
});

describe("the heap of a host", () => {
  it("is kept for many runs that wait, where there are many", () => {
    const kept = ["--max-semi-space-size=32", "--heap-growing-percent=100", "--no-memory-reducer"];
    expect(heapFlags(1)).toEqual([]);
    expect(heapFlags(1_000, "20.20.2")).toEqual(kept);
    expect(heapFlags(1_000, "24.21.0")).toEqual([...kept, "--no-allocation-site-pretenuring"]);
  });

  it("has the young generation that the user says", () => {
    vi.stubEnv("NODE_OPTIONS", "--max-semi-space-size=8");
    expect(heapFlags(1_000, "20.20.2")).toEqual(["--heap-growing-percent=100", "--no-memory-reducer"]);
  });

  it("is kept by flags that this Node knows", async () => {
    const flags = [...heapFlags(1_000), ...helperFlags(1_000)];
    expect(await heapOf(...flags, "--eval", "console.log(1)")).toBe(1);
  });
});

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
