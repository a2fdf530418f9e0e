import { describe, expect, expectTypeOf, it } from "vitest";
import { chain, group, type Chain } from "../../dist/src/index.js";
import { brokerOf } from "./broker-of.js";
import { onBrokers } from "./lab.js";
import { add, double, fails, total } from "./samples/tasks.js";

onBrokers(["redis", "postgres", "embedded"], () => {
  describe("a group", () => {
    it("runs all of it, and gives the results in order", async () => {
      const numbers = Array.from({ length: 1_200 }, (_, n) => n);
      const doubled = await group(numbers.map((n) => double.signature(n))).result();
      expectTypeOf(doubled).toEqualTypeOf<number[]>();
      expect(doubled).toEqual(numbers.map((n) => 2 * n));
    });

    it("is of different tasks, and chains", async () => {
      const results = await group([
        add.signature({ a: 1, b: 2 }),
        chain(add.signature({ a: 3, b: 4 }), double),
        double.signature(5),
      ]).result();
      expectTypeOf(results).toEqualTypeOf<[number, number, number]>();
      expect(results).toEqual([3, 14, 10]);
    });

    it("fails with the first that fails", async () => {
      const mixed = group([double.signature(1), fails.signature("one of many")]);
      await expect(mixed.result()).rejects.toMatchObject({ name: "RangeError", message: "one of many" });
    });

    it("is not enqueued when an input of it is wrong", async () => {
      const queue = (await brokerOf()).queue("doubles");
      const before = await queue.getJobCounts();
      const wrong = group([double.signature(1), total.signature(["x"] as never)]);
      await expect(wrong.enqueue()).rejects.toMatchObject({
        code: "LOOPWARD_INVALID_INPUT",
        issues: [{ path: "[0]" }],
      });
      expect(await queue.getJobCounts()).toEqual(before);
    });
  });

  describe("a chain", () => {
    it("passes each result on", async () => {
      const run = await chain(add.signature({ a: 1, b: 2 }), double, double, double).enqueue();
      expect(run.runs.map(({ task }) => task)).toEqual(["add", "double", "double", "double"]);
      expect(await run.result()).toBe(24);
    });

    it("gathers a group in front of it, in order, even one of one", async () => {
      expect(await chain(group([1, 2, 3].map((n) => double.signature(n))), total, double).result()).toBe(24);
      expect(await chain(group([double.signature(4)]), total).result()).toBe(8);
    });

    it("validates what is passed on", async () => {
      const untyped = chain as (...steps: unknown[]) => { result(): Promise<unknown> };
      await expect(untyped(double.signature(1), total, double).result()).rejects.toMatchObject({
        code: "LOOPWARD_INVALID_INPUT",
        message: expect.stringContaining('"total"') as string,
      });
    });

    it("fails with what its first failure was", async () => {
      const run = await chain(fails.signature("at the start"), double, double).enqueue();
      await expect(run.result()).rejects.toMatchObject({ name: "RangeError", message: "at the start" });
    });
  });
});

describe("the types of a chain", () => {
  it("hold each step to the one before", () => {
    expectTypeOf(chain(add.signature({ a: 1, b: 2 }), double)).toEqualTypeOf<Chain<number>>();
    // @ts-expect-error a number is no list of numbers
    void (() => chain(double.signature(1), total));
    // @ts-expect-error a list of numbers is no number
    void (() => chain(group([double.signature(1)]), double));
  });

  it("leave no group or chain without runs", () => {
    expect(() => group([])).toThrow(expect.objectContaining({ code: "LOOPWARD_BAD_FLOW" }));
    expect(() => (chain as (one: unknown) => unknown)(double.signature(1))).toThrow(
      expect.objectContaining({ code: "LOOPWARD_BAD_FLOW" }),
    );
  });
});
