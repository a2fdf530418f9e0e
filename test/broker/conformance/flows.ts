import { expect, test } from "vitest";
import { numberOf, type Trial } from "./trial.js";

/** Parents that wait for their children. */
export function flows(trial: Trial): void {
  test("a parent runs after all its children, over several queues, and gets their results", async () => {
    const [parents, left, right] = [trial.newQueue(), trial.newQueue(), trial.newQueue()];
    const events = await trial.listening(parents);
    const ran: string[] = [];
    const child = (job: { name: string }, result: unknown) => {
      ran.push(job.name);
      return Promise.resolve(result);
    };
    trial.work(parents, async (job) => {
      ran.push(job.name);
      return Object.values(await job.getChildrenValues<number>()).sort();
    });
    const { job } = await trial.broker.flows().add({
      name: "sum",
      queueName: parents,
      children: [
        { name: "a", queueName: left, data: { n: 1 } },
        {
          name: "b",
          queueName: right,
          data: { n: 2 },
          children: [{ name: "c", queueName: left, data: { n: 3 } }],
        },
      ],
    });
    expect(await job.getState()).toBe("waiting-children");
    expect(await trial.broker.counts(parents)).toMatchObject({ waitingChildren: 1, waiting: 0 });
    trial.work(left, (job) => child(job, numberOf(job)));
    trial.work(right, (job) => child(job, numberOf(job)));
    expect(await job.waitUntilFinished(events, 20_000)).toEqual([1, 2]);
    expect(ran.at(-1)).toBe("sum");
    expect(ran.indexOf("b")).toBeGreaterThan(ran.indexOf("c"));
  });

  test("a child that fails for good takes its parent with it, or is left out, as it was asked", async () => {
    const [parents, children] = [trial.newQueue(), trial.newQueue()];
    const events = await trial.listening(parents);
    trial.work(parents, async (job) => Object.keys(await job.getChildrenValues()).length);
    trial.work(children, (job) =>
      job.name === "bad" ? Promise.reject(new Error("no such page")) : Promise.resolve(1),
    );
    const grow = (opts: object) =>
      trial.broker.flows().add({
        name: "parent",
        queueName: parents,
        children: [
          { name: "good", queueName: children },
          { name: "bad", queueName: children, opts },
        ],
      });
    const fails = await grow({ failParentOnFailure: true });
    await expect(fails.job.waitUntilFinished(events, 20_000)).rejects.toThrow("failed");
    const leavesOut = await grow({ ignoreDependencyOnFailure: true });
    expect(await leavesOut.job.waitUntilFinished(events, 20_000)).toBe(1);
  });
}
