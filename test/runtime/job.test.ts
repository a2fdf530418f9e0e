import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { ProcessGuard } from "../../runtime/index.js";
import { describeJob } from "../../runtime/job.js";
import type { Guard } from "../../runtime/types.js";

describe("a job that a handler is given", () => {
  const mongoId = Object.assign(Object.create({ toString: () => "65f0" }) as object, {
    toHexString: () => "65f0",
  });

  it.each([
    {
      of: "BullMQ",
      args: [{ id: "7", name: "resize", queueName: "images", attemptsMade: 1 }, "token"],
      info: { name: "resize", runId: "7", queue: "images", attempt: 2 },
    },
    {
      of: "Bull",
      args: [{ id: 7, name: "resize", queue: { name: "images" }, attemptsMade: 0, attempts: 3 }, () => null],
      info: { name: "resize", runId: "7", queue: "images", attempt: 1 },
    },
    {
      of: "pg-boss",
      args: [[{ id: "a1", name: "resize", data: { name: "cat" } }]],
      info: { name: "resize", runId: "a1", input: { name: "cat" } },
    },
    {
      of: "pg-boss with metadata",
      args: [[{ id: "a1", name: "resize", data: {}, retryCount: 2 }]],
      info: { name: "resize", runId: "a1", attempt: 3, input: {} },
    },
    {
      of: "graphile-worker",
      args: [
        { id: 1, name: "cat" },
        { job: { id: "9", task_identifier: "resize", attempts: 2, payload: { id: 1 } }, logger: {} },
      ],
      info: { name: "resize", runId: "9", attempt: 2, input: { id: 1 } },
    },
    {
      of: "Agenda on MongoDB",
      args: [{ attrs: { _id: mongoId, name: "resize", data: { name: "cat" } } }],
      info: { name: "resize", runId: "65f0", input: { name: "cat" } },
    },
    {
      of: "Fastify, whose request it is",
      args: [{ id: "req-1", method: "GET", url: "/cats/1", routeOptions: { url: "/cats/:id" } }, {}],
      info: { name: "GET /cats/:id", runId: "req-1" },
    },
    {
      of: "Express, whose request it is",
      args: [{ method: "GET", url: "/1", baseUrl: "/cats", route: { path: "/:id" } }, {}, () => null],
      info: { name: "GET /cats/:id" },
    },
    {
      of: "node:http, whose request it is and has no route",
      args: [{ method: "GET", url: "/cats/1" }, {}],
      info: { name: "handle" },
    },
    { of: "nobody known", args: ["cat"], info: { name: "handle" } },
  ])("is named by what $of gives", ({ args, info }) => {
    expect(describeJob(args, "handle")).toEqual(info);
  });
});

describe("guard.wrap", () => {
  const settled: string[] = [];
  const runs = {
    begin: ({ name }: { name: string }) => ({
      execute: <T>(fn: () => T) => fn(),
      settled: () => settled.push(name),
    }),
  } as unknown as Guard;
  const guard = new ProcessGuard(runs, null);

  it("keeps the name and the arity, by which BullMQ passes a signal and Agenda a callback", () => {
    function handle(job: object, token: string, signal?: AbortSignal): unknown[] {
      return [job, token, signal];
    }
    const wrapped = guard.wrap(handle);
    expect({ name: wrapped.name, length: wrapped.length }).toEqual({ name: "handle", length: 3 });
    const { signal } = new AbortController();
    expect(wrapped({}, "token", signal)).toEqual([{}, "token", signal]);
  });

  it("keeps what the handler takes for `this`", () => {
    const service = {
      size: 7,
      handle: guard.wrap(function (this: { size: number }) {
        return this.size;
      }),
    };
    expect(service.handle()).toBe(7);
  });

  it("ends a run when its promise settles, though it be of another realm", async () => {
    let finish = (): void => undefined;
    const promise = runInNewContext("new Promise((resolve) => begun(resolve))", {
      begun: (resolve: () => void) => (finish = resolve),
    }) as Promise<void>;
    settled.length = 0;
    const done = guard.wrap(function foreign() {
      return promise;
    })();
    expect(settled).toEqual([]);
    finish();
    await done;
    expect(settled).toEqual(["foreign"]);
  });
});
