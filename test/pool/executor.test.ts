import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import { defineTask } from "../../dist/src/index.js";
import { Executor } from "../../dist/src/pool/host/executor.js";
import type { LoadedTask } from "../../dist/src/pool/host/app-loader.js";
import type { RunContext } from "../../dist/src/task/types.js";
import type { RunOrder, Settlement } from "../../dist/src/pool/protocol.js";
import type { Guard } from "../../dist/runtime/types.js";

const context = new AsyncLocalStorage<string>();

/** What of the guard an executor uses: each run's code is executed in a context of its own. */
const guard = {
  begin: () => ({ execute: <T>(fn: () => T): T => context.run("the run", fn), settled: () => undefined }),
} as unknown as Guard;

const order: RunOrder = {
  ...{ key: "q/1", runId: "1", task: "t", queue: "q" },
  ...{ input: null, attempt: 1, redelivered: false },
};

function executorOf(run: (input: unknown, ctx: RunContext) => unknown) {
  const notices: string[] = [];
  const task: LoadedTask["task"] = defineTask({ name: "t", run });
  const info = { name: "t", timeLimitMs: null, softTimeLimitMs: null } as LoadedTask["info"];
  const logged: string[] = [];
  const nothing = () => undefined;
  const executor = new Executor(new Map([["t", { task, info }]]), guard, {
    ...{ progress: nothing, call: () => Promise.resolve() },
    log: (key, message) => logged.push(`${key} ${message}`),
    notice: (_run, message) => notices.push(message),
  });
  return { executor, notices, logged };
}

describe("an executor", () => {
  it("settles a run that returns no promise before it gives back", () => {
    const settled: Settlement[] = [];
    executorOf(() => 7).executor.execute(order, (settlement) => settled.push(settlement));
    expect(settled).toMatchObject([{ key: "q/1", status: "completed", value: 7 }]);
  });

  it("fails a run that throws before its first await", () => {
    const settled: Settlement[] = [];
    const { executor } = executorOf(() => {
      throw new RangeError("at once");
    });
    executor.execute(order, (settlement) => settled.push(settlement));
    expect(settled).toMatchObject([{ status: "failed", error: { name: "RangeError", message: "at once" } }]);
  });

  it("executes what begins only when it is awaited as a part of the run, and what comes after as none", async () => {
    const seen: (string | undefined)[] = [];
    // As query builders do.
    const lazy = {
      then(resolve: (value: string) => void) {
        seen.push(context.getStore());
        resolve("rows");
      },
    };
    const { executor } = executorOf(() => lazy);
    const settlement = await new Promise<Settlement>((resolve) =>
      executor.execute(order, (told) => {
        seen.push(context.getStore());
        resolve(told);
      }),
    );
    expect(settlement).toMatchObject({ status: "completed", value: "rows" });
    expect(seen).toEqual(["the run", undefined]);
  });

  it("fails a run once, with the first reason, and says what came late", async () => {
    const settled: Settlement[] = [];
    let finish!: (value: string) => void;
    const { executor, notices } = executorOf(() => new Promise((resolve) => (finish = resolve)));
    executor.execute(order, (settlement) => settled.push(settlement));
    executor.giveUp(order, new Error("first"));
    expect(executor.giveUp(order, new Error("second"))).toBe(false);
    finish("late");
    await new Promise(setImmediate);
    expect(settled).toMatchObject([{ status: "failed", error: { message: "first" } }]);
    expect(notices).toEqual([expect.stringContaining("a result came late and is ignored")]);
  });

  it("gives each run what can be copied and taken apart, with a signal of its own", () => {
    const copies: RunContext[] = [];
    const { executor, logged } = executorOf((_input, ctx) => {
      const { log } = ctx;
      log("taken out");
      copies.push({ ...ctx });
    });
    for (const runId of ["1", "2"]) executor.execute({ ...order, runId, key: `q/${runId}` }, () => undefined);
    expect(logged).toEqual(["q/1 taken out", "q/2 taken out"]);
    expect(copies.map(({ id, attempt, redelivered }) => [id, attempt, redelivered])).toEqual([
      ["1", 1, false],
      ["2", 1, false],
    ]);
    const signals = copies.map(({ signal }) => signal);
    for (const signal of signals) expect(signal).toBeInstanceOf(AbortSignal);
    expect(signals[0]).not.toBe(signals[1]);
  });
});
