import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TransientMap } from "../../src/pool/transient-map.js";

/** Few enough that they meet, some of them alike but for their end, as keys of runs are. */
const keys = fc.oneof(
  fc.integer({ min: 0, max: 60 }).map((n) => `default/${n}`),
  fc.string({ maxLength: 2 }),
);

const step = fc.oneof(
  fc.record({ do: fc.constant("set" as const), key: keys, value: fc.integer() }),
  fc.record({ do: fc.constant("take" as const), key: keys }),
  fc.record({ do: fc.constant("get" as const), key: keys }),
  fc.record({ do: fc.constant("clear" as const), key: fc.constant("") }),
);

describe("TransientMap", () => {
  it("holds what a Map holds, whatever is done with it", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const ours = new TransientMap<number>();
        const theirs = new Map<string, number>();
        for (const one of steps) {
          const known = theirs.get(one.key);
          if (one.do === "get") expect(ours.get(one.key)).toBe(known);
          else if (one.do === "clear") [ours, theirs].forEach((map) => map.clear());
          else if (one.do === "take") {
            expect(ours.take(one.key)).toBe(known);
            theirs.delete(one.key);
          } else {
            ours.set(one.key, one.value);
            theirs.set(one.key, one.value);
          }
          expect(ours.size).toBe(theirs.size);
        }
        expect(ours.values().sort()).toEqual([...theirs.values()].sort());
      }),
      { numRuns: 300 },
    );
  });

  it("finds each of thousands that come while others go", () => {
    const map = new TransientMap<number>();
    const live: number[] = [];
    for (let n = 0; n < 20_000; n += 1) {
      map.set(`default/${n}`, n);
      live.push(n);
      if (live.length <= 1_000) continue;
      const [gone] = live.splice((n * 7_919) % live.length, 1);
      expect(map.take(`default/${gone}`)).toBe(gone);
    }
    expect(map.size).toBe(1_000);
    expect(live.map((n) => map.get(`default/${n}`))).toEqual(live);
  });
});
