import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { defineTask, InvalidInputError } from "../../dist/src/index.js";
import { eventually } from "../support/eventually.js";
import { brokerOf } from "./broker-of.js";
import { onBrokers } from "./lab.js";
import { arktyped, valiboted, zodded } from "./samples/tasks.js";

onBrokers(["redis"], () => {
  describe("a task with a schema", () => {
    it("runs with what the schema makes of the input", async () => {
      const run = await zodded.enqueue({ n: 21, day: "2026-11-26" });
      expect(await run.result()).toEqual({ product: 42, year: 2026 });
    });

    it("takes schemas of other libraries, and asynchronous ones", async () => {
      const runs = [await valiboted.enqueue({ name: "Ada" }), await arktyped.enqueue({ tags: ["a", "b"] })];
      expect(await Promise.all(runs.map((run) => run.result()))).toEqual(["hello Ada", "a+b"]);
      await expect(valiboted.enqueue({ name: "nobody" })).rejects.toMatchObject({
        code: "LOOPWARD_INVALID_INPUT",
        issues: [{ path: "name", message: "unknown" }],
      });
    });

    it("enqueues nothing when the input is wrong, and says what is", async () => {
      const before = await jobsOf("input");
      const wrong = zodded.enqueue({ n: 1.5, day: 7 } as never);
      await expect(wrong).rejects.toBeInstanceOf(InvalidInputError);
      await expect(wrong).rejects.toMatchObject({
        message: expect.stringMatching(/"input\.zod" does not match its schema: n: .+; day: /) as string,
        issues: [{ path: "n" }, { path: "day" }],
      });
      expect(await jobsOf("input")).toBe(before);
    });

    it("enqueues all of many or none, and says which of them are wrong", async () => {
      const before = await jobsOf("input");
      const good = { n: 1, day: "2026-01-01" };
      const many = [good, good, { ...good, n: "2" }, good, { day: "x" }];
      await expect(zodded.enqueueMany(many as never)).rejects.toMatchObject({
        issues: [{ path: "[2].n" }, { path: "[4].n" }],
      });
      expect(await jobsOf("input")).toBe(before);
    });

    it("fails a run whose job came another way, once and for all", async () => {
      const broker = await brokerOf();
      const queue = broker.queue("input");
      const job = await queue.add("input.zod", { n: "x", day: "y" }, { attempts: 5 });
      await eventually("it fails", async () => (await queue.getJobState(job.id!)) === "failed");
      const settled = await queue.getJob(job.id!);
      expect(settled?.failedReason).toContain("does not match its schema: n:");
      expect(settled).toMatchObject({ attemptsMade: 1 });
      expect(settled?.stacktrace?.[0]).toMatch(/^InvalidInputError/);
    });

    async function jobsOf(queue: string): Promise<number> {
      return (await brokerOf()).queue(queue).count();
    }
  });
});

describe("the types of a task", () => {
  const dated = z.object({
    day: z.string().transform((text) => new Date(text)),
    times: z.number().default(1),
  });

  it("come from its schema: what callers give, and what run gets", () => {
    const task = defineTask({
      name: "typed",
      input: dated,
      run(input, ctx) {
        expectTypeOf(input).toEqualTypeOf<{ day: Date; times: number }>();
        expectTypeOf(ctx.attempt).toBeNumber();
        return input.day.getTime();
      },
    });
    expectTypeOf<Parameters<typeof task.enqueue>[0]>().toEqualTypeOf<{
      day: string;
      times?: number | undefined;
    }>();
    expectTypeOf<Parameters<typeof task.enqueueMany>[0]>().toExtend<readonly { day: string }[]>();
    type Result = Awaited<ReturnType<Awaited<ReturnType<typeof task.enqueue>>["result"]>>;
    expectTypeOf<Result>().toBeNumber();
    // @ts-expect-error a number is no day
    void (() => task.enqueue({ day: 7 }));
  });

  it("come from run where there is no schema", () => {
    const task = defineTask({ name: "plain", run: (input: { url: string }) => input.url.length });
    expectTypeOf<Parameters<typeof task.enqueue>[0]>().toEqualTypeOf<{ url: string }>();
    // @ts-expect-error there is no such input
    void (() => task.signature({ uri: "x" }));
  });

  it("hold run to the schema", () => {
    // @ts-expect-error the schema makes a Date of it
    defineTask({ name: "mistaken", input: dated, run: (input: { day: string }) => input.day });
  });
});
