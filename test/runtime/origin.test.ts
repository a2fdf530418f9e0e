import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadOptional } from "../../runtime/origin/load-optional.js";
import type { Report } from "../../src/findings/report.js";
import { lineOf, runUndisturbed, type Outcome } from "./support/guarded.js";

const SAMPLE = "origin.mjs";

/** The reports of the sample's own stall: the start of a process on a busy machine may be one, too. */
function ofSample({ blaming }: Outcome): Report[] {
  return blaming.filter(({ blame }) => blame?.function === "compute");
}

function run(kind: string, env: Record<string, string>): Promise<Outcome> {
  return runUndisturbed(SAMPLE, { args: [kind], env }, (outcome) => ofSample(outcome).length > 0);
}

describe("origin mode", () => {
  it.each([
    { kind: "awaits", type: "PROMISE", label: "await", name: "waitThenCompute" },
    { kind: "timer", type: "Timeout", label: "timer", name: "startTimer" },
    { kind: "socket", type: "TCPWRAP", label: "socket", name: "<anonymous>" },
    { kind: "atOnce", type: "PROMISE", label: "run", name: "<anonymous>" },
    { kind: "outside", type: "Timeout", label: "timer", name: "startTimer" },
  ])("says where what stalled was started: $kind", async ({ kind, type, label, name }) => {
    const outcome = await run(kind, { GUARD_ORIGIN: "1" });
    const { code, stderr, stdout } = outcome;
    const reports = ofSample(outcome);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(reports).toMatchObject([
      {
        task: kind === "outside" ? null : { name: kind },
        blame: { file: SAMPLE, function: "compute" },
        origin: { type, frames: expect.any(Array) as unknown },
      },
    ]);
    const frames = reports[0]?.origin?.frames ?? [];
    expect(frames.find(({ file }) => file === SAMPLE)).toMatchObject({
      function: name,
      line: lineOf(SAMPLE, label),
    });
    // Neither Node's own, nor those of the package that follows it all.
    expect(frames.filter(({ file }) => !/^(origin|setup)\.mjs$/.test(file))).toEqual([]);
    expect(JSON.parse(stdout)).toEqual({ loaded: true, limitKept: true });
  });

  it("is off, and blocked-at is not loaded, unless asked for", async () => {
    const outcome = await run("awaits", {});

    const reports = ofSample(outcome);
    expect(reports).toHaveLength(1);
    expect(reports[0]).not.toHaveProperty("origin");
    expect(JSON.parse(outcome.stdout)).toEqual({ loaded: false, limitKept: true });
  });
});

describe("an optional package", () => {
  it("is found in the project, or its user is told what to install", () => {
    const project = mkdtempSync(join(tmpdir(), "loopward-"));
    const load = () => loadOptional("no-such-package", project, "Origin mode");
    try {
      expect(load).toThrow(
        expect.objectContaining({
          code: "LOOPWARD_DRIVER_MISSING",
          message: "Origin mode needs the package no-such-package: npm install no-such-package",
        }),
      );
      mkdirSync(join(project, "node_modules/no-such-package"), { recursive: true });
      writeFileSync(join(project, "node_modules/no-such-package/index.js"), "module.exports = 'found';");
      expect(load()).toBe("found");
    } finally {
      rmSync(project, { recursive: true });
    }
  });
});
