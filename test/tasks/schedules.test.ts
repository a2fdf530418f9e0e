import { describe, expect, it } from "vitest";
import { createWorker, defineTask } from "../../dist/src/index.js";
import { root } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { tempFolder } from "../support/temp-folder.js";
import { brokerOf } from "./broker-of.js";
import { onBrokers } from "./lab.js";
import { ticks } from "./samples/tasks.js";

onBrokers(["redis", "postgres"], () => {
  describe("a schedule", () => {
    it("makes runs until it is ended", async () => {
      const made = await ticks.schedule("often", { every: 200 }, { from: "call" });
      expect(made).toMatchObject({ task: "ticks", name: "often", when: { every: 200 }, declared: false });
      await eventually("three runs", async () => (await valuesOf("ticks", "call")).length >= 3);
      expect(await ticks.unschedule("often")).toBe(true);
      expect(await ticks.unschedule("often")).toBe(false);
      expect((await ticks.schedules()).map(({ name }) => name)).toEqual(["default"]);
    });

    it("follows a cron expression in its time zone", async () => {
      const made = await ticks.schedule("noon", { cron: "0 12 * * *", tz: "Asia/Tokyo" }, { from: "cron" });
      expect(made.next.toISOString()).toMatch(/T03:00:00\.000Z$/);
      expect(await ticks.schedules()).toContainEqual(made);
      const moved = await ticks.schedule("noon", { cron: "30 12 * * *", tz: "Asia/Tokyo" }, { from: "cron" });
      expect(moved.next.toISOString()).toMatch(/T03:30:00\.000Z$/);
      expect((await ticks.schedules()).filter(({ name }) => name === "noon")).toEqual([moved]);
      await ticks.unschedule("noon");
    });

    it.each([
      [{ cron: "61 * * * *" }, "61"],
      [{ cron: "0 * * * *", tz: "Mars/Olympus" }, "Mars/Olympus"],
      [{}, "either `cron` or `every`"],
      [{ every: -5 }, "above 0"],
    ])("%j is refused, and says why", async (when, why) => {
      await expect(ticks.schedule("wrong", when as never, { from: "" })).rejects.toMatchObject({
        code: "LOOPWARD_BAD_SCHEDULE",
        message: expect.stringContaining(why) as string,
      });
    });
  });

  describe("a declared schedule", () => {
    it("is the broker's when a worker starts, and stays as it is when another does", async () => {
      const [declared] = await ticks.schedules();
      expect(declared).toMatchObject({ name: "default", declared: true, when: { every: 3_600_000 } });
      const second = await createWorker({
        app: ["test/tasks/samples/tasks.ts"],
        cwd: root,
        broker: process.env.LOOPWARD_BROKER!,
        reportsDir: await tempFolder(),
      });
      await second.close();
      expect(await ticks.schedules()).toEqual([declared]);
      const [first] = await valuesOf("ticks", "declared");
      expect(await valuesOf("ticks", "declared")).toEqual(first === undefined ? [] : [first]);
    });

    it("is taken back when it is declared no longer", async () => {
      const queue = (await brokerOf()).queue("ticks");
      await queue.upsertJobScheduler("ticks#gone", { every: 3_600_000 }, { name: "ticks", data: {} });
      await queue.upsertJobScheduler("of-others", { every: 3_600_000 }, { name: "others", data: {} });
      const worker = await createWorker({
        app: ["test/tasks/samples/tasks.ts"],
        cwd: root,
        broker: process.env.LOOPWARD_BROKER!,
        queues: ["ticks"],
        reportsDir: await tempFolder(),
      });
      await worker.close();
      expect((await queue.getJobSchedulers()).map(({ key }) => key).sort()).toEqual([
        "of-others",
        "ticks#default",
      ]);
      await queue.removeJobScheduler("of-others");
    });
  });

  async function valuesOf(queue: string, value: string): Promise<unknown[]> {
    const jobs = await (await brokerOf()).queue(queue).getCompleted();
    return jobs.map((job) => job.returnvalue as unknown).filter((one) => one === value);
  }
});

describe("defineTask", () => {
  const run = () => null;

  it.each([
    [{ schedule: {} }, "either `cron` or `every`"],
    [
      {
        schedule: [
          { every: 1, input: 1 },
          { every: 2, input: 1 },
        ],
      },
      'two schedules are named "default"',
    ],
    [{ backoff: { type: "linear", delay: 1 } }, "`backoff.type`"],
    [{ backoff: { type: "fixed" } }, "`backoff.delay`"],
    [{ backoff: { type: "fixed", delay: 1, jitter: 2 } }, "`backoff.jitter`"],
    [{ retryable: true }, "`retryable`"],
    [{ concurrency: 0 }, "`concurrency`"],
    [{ limit: { max: 5 } }, "`limit`"],
    [{ slice: -1 }, "`slice`"],
    [{ priority: 1.5 }, "`priority`"],
    [{ input: {} }, "`input`"],
  ])("refuses %j and says which field", (options, field) => {
    expect(() => defineTask({ name: "a", run, ...options } as never)).toThrow(
      expect.objectContaining({
        code: "LOOPWARD_BAD_TASK",
        message: expect.stringContaining(field) as string,
      }),
    );
  });
});
