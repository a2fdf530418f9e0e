import { describe, expect, it } from "vitest";
import { RunContext } from "../../runtime/run-context.js";
import { readSlot } from "../../runtime/run-slots.js";
import { createSharedState } from "../../runtime/shared-state.js";

const state = createSharedState();
const runs = new RunContext(state);
const begin = (runId: string) => runs.begin({ name: "tasks.a", runId, queue: "q", attempt: 1 });
/** Whom shared memory names now: `null` outside of any run. */
const named = () => readSlot(state, runs.slot())?.runId ?? null;

describe("the slot of the executing run", () => {
  it("is the run's, also where one executes inside another, and nobody's before and after", () => {
    const [outer, inner] = [begin("outer"), begin("inner")];
    expect(named()).toBeNull();
    const seen = outer.execute(() => [named(), named(), inner.execute(named), named()]);
    expect(seen).toEqual(["outer", "outer", "inner", "outer"]);
    expect(named()).toBeNull();
    inner.settled();
    outer.settled();
  });

  it("is the run's again after what throws in another", () => {
    const [outer, inner] = [begin("outer"), begin("inner")];
    const throws = () => {
      expect(named()).toBe("inner");
      throw new Error("expected");
    };
    outer.execute(() => {
      expect(() => inner.execute(throws)).toThrow("expected");
      expect(named()).toBe("outer");
    });
    inner.settled();
    outer.settled();
  });

  it("is the run's behind each of its awaits, whoever executes between them", async () => {
    const hops = async () => {
      const seen: (string | null)[] = [];
      for (let hop = 0; hop < 5; hop += 1) {
        seen.push(named(), named());
        await (hop % 2 === 0 ? null : new Promise((resolve) => setImmediate(resolve)));
      }
      return seen;
    };
    const ids = ["a", "b", "c"];
    const all = await Promise.all(
      ids.map(async (id) => {
        const run = begin(id);
        const seen = await run.execute(hops);
        run.settled();
        return seen;
      }),
    );
    expect(all).toEqual(ids.map((id) => Array<string>(10).fill(id)));
    expect(named()).toBeNull();
  });

  it("names a run no longer that has settled, nor its successor by its name", () => {
    const run = begin("settled");
    run.execute(() => {
      expect(named()).toBe("settled");
      run.settled();
      expect(runs.slot()).toBe(-1);
      const next = begin("next");
      expect(next.execute(named)).toBe("next");
      expect(runs.slot()).toBe(-1);
      next.settled();
    });
  });

  it("is nobody's when the guard has stopped", () => {
    const own = new RunContext(createSharedState());
    own.begin({ name: "tasks.a", runId: "1", queue: "q", attempt: 1 }).execute(() => {
      expect(own.slot()).toBeGreaterThan(0);
      own.stop();
      expect(own.slot()).toBe(0);
    });
  });
});
