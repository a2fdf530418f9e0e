import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newest } from "../../src/reports/newest.js";

async function* stream<T>(values: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let from = 0; from < values.length; from += 7)
    yield await Promise.resolve(values.slice(from, from + 7));
}

describe("newest", () => {
  it("is what sorting all of them gives, in whatever order they come", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 1e6 }), { maxLength: 700 }),
        fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constant(Infinity)),
        async (seconds, limit) => {
          const reports = seconds.map((second) => ({ time: new Date(second * 1_000).toISOString() }));
          const sorted = reports.toSorted((a, b) => Date.parse(b.time) - Date.parse(a.time));
          expect(await newest(stream(reports), limit)).toEqual({
            reports: sorted.slice(0, limit),
            total: reports.length,
          });
        },
      ),
    );
  });
});
