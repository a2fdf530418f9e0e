import { describe, expect, it } from "vitest";
import { RunContext } from "../../runtime/run-context.js";
import { readSlot } from "../../runtime/run-slots.js";
import { createSharedState, WORD } from "../../runtime/shared-state.js";
import { MainThreadView } from "../../runtime/watchdog/view.js";

const state = createSharedState();
const runs = new RunContext(state, true);
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
    const own = new RunContext(createSharedState(), true);
    own.begin({ name: "tasks.a", runId: "1", queue: "q", attempt: 1 }).execute(() => {
      expect(own.slot()).toBeGreaterThan(0);
      own.stop();
      expect(own.slot()).toBe(0);
    });
  });
});

describe("the runs in flight", () => {
  const contextThat = (aborts: boolean) => {
    const own = createSharedState();
    const context = new RunContext(own, aborts);
    return {
      context,
      beginIt: (runId: string) => context.begin({ name: "tasks.a", runId, queue: "q", attempt: 1 }),
      inFlight: () => new MainThreadView(own).inFlight,
      sole: () => readSlot(own, own.words[WORD.SOLE_RUN]!)?.runId ?? null,
      foundOf: (ids: string[]) =>
        ids.filter((runId) => context.find({ queue: "q", runId })?.task.runId === runId),
    };
  };

  it("are counted, found, and named where one is alone, in whatever order they settle", () => {
    const { beginIt, inFlight, sole, foundOf } = contextThat(true);
    const ids = ["a", "b", "c", "d"];
    const [a, b, c, d] = ids.map(beginIt);
    const seen = [a!, d!, c!].map((run) => {
      run.settled();
      // Once more changes nothing.
      run.settled();
      return [inFlight(), sole(), foundOf(ids).join("")];
    });
    expect(seen).toEqual([
      [3, null, "bcd"],
      [2, null, "bc"],
      [1, "b", "b"],
    ]);
    b!.settled();
    expect([inFlight(), sole(), foundOf(ids)]).toEqual([0, null, []]);
  });

  it("are only counted where none may have to be ended", () => {
    const { beginIt, inFlight, sole, foundOf } = contextThat(false);
    const run = beginIt("a");
    expect([inFlight(), sole(), foundOf(["a"])]).toEqual([1, null, []]);
    run.settled();
    run.settled();
    expect(inFlight()).toBe(0);
  });

  it("may settle when the guard has stopped", () => {
    const { context, beginIt, foundOf } = contextThat(true);
    const [a, b] = ["a", "b"].map(beginIt);
    context.stop();
    a!.settled();
    b!.settled();
    expect(foundOf(["a", "b"])).toEqual([]);
  });
});
