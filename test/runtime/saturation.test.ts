import { describe, expect, it } from "vitest";
import { lineOf, runUndisturbed, type Outcome } from "./support/guarded.js";

const SAMPLE = "saturation.mjs";
const phases = ["timers", "sockets", "microtasks", "starts", "slowing"];

const isSaturation = ({ finals }: Outcome): boolean => finals.some(({ cause }) => cause === "saturation");

describe("400 runs that each do a little in one phase of the loop", () => {
  it.each(phases)("are saturation, and nobody is blamed: %s", async (phase) => {
    const { code, records, finals } = await runUndisturbed(SAMPLE, { args: [phase] }, isSaturation);

    expect(code).toBe(0);
    expect(finals.map((report) => report.cause)).toContain("saturation");
    for (const record of records) expect(record).toMatchObject({ report: { task: null, blame: null } });
  });

  it.each(phases)("do not hide the one among them that blocks: %s", async (phase) => {
    const { blaming } = await runUndisturbed(
      SAMPLE,
      { args: [phase, "blocker"] },
      (outcome) => outcome.blaming.length === 1,
    );

    expect(blaming).toHaveLength(1);
    expect(blaming[0]).toMatchObject({
      cause: "cpu",
      task: { name: "culprit" },
      blame: { file: SAMPLE, line: lineOf(SAMPLE, "blocker") },
    });
    expect(blaming[0]?.durationMs).toBeGreaterThan(200);
  });
});
