import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Lengths } from "../../src/reports/lengths.js";

const stalls = fc.array(
  fc.record({ ms: fc.integer({ min: 0, max: 40 }), count: fc.integer({ min: 1, max: 5 }) }),
);
const share = fc.double({ min: 0.01, max: 1, noNaN: true });

describe("the percentile of lengths", () => {
  it("is the one at its rank when each stall is laid out by itself", () => {
    fc.assert(
      fc.property(stalls, share, (all, asked) => {
        const lengths = new Lengths();
        for (const { ms, count } of all) lengths.add(ms, count);
        const each = all.flatMap(({ ms, count }) => new Array<number>(count).fill(ms)).sort((a, b) => a - b);
        expect(lengths.count).toBe(each.length);
        expect(lengths.percentiles([asked])).toEqual([each[Math.ceil(each.length * asked) - 1] ?? 0]);
      }),
    );
  });
});
