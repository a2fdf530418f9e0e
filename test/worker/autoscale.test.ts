import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { Pool } from "../../dist/src/pool/pool.js";
import { Scale } from "../../dist/src/worker/autoscale.js";
import { silentLog } from "../../dist/src/worker/log.js";
import { eventually } from "../support/eventually.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const nothing = () => undefined;
let own: Pool;
let scale: Scale | null = null;
let nextId = 0;

async function scaled(max: number, min: number, waiting: () => number, keepMs: number): Promise<Scale> {
  own = new Pool({
    ...{ name: "processes", hosts: min, slotsPerHost: 1, spares: 0 },
    setup: {
      app: [fileURLToPath(new URL("../pool/samples/tasks.ts", import.meta.url))],
      ...{ root, guard: null, recycle: { maxRuns: null, maxMemoryMb: null } },
    },
    ...{ onReport: nothing, onRedelivered: nothing, onHost: nothing, onOutput: nothing },
  });
  await own.start();
  const resize = (slots: number) => own.resize({ hosts: slots, slotsPerHost: 1 });
  const times = { lookEveryMs: 20, keepMs };
  scale = new Scale({ own, resize }, { max, min }, () => Promise.resolve(waiting()), silentLog, times);
  return scale;
}

function run(input: { ms: number }): Promise<unknown> {
  const runId = String((nextId += 1));
  return own.run({
    key: `q/${runId}`,
    runId,
    task: "echo",
    queue: "q",
    input,
    attempt: 1,
    redelivered: false,
  });
}

const liveHosts = () => own.hosts.filter(({ ready }) => ready).length;

afterEach(async () => {
  scale?.stop();
  await own.close({ graceMs: 0 });
});

describe("the slots of a pool", () => {
  it("become as many as there are runs and jobs, and are given up when they are needed no more", async () => {
    let waiting = 5;
    await scaled(3, 1, () => waiting, 200);
    const runs = [run({ ms: 2_000 })];
    await eventually("it has grown to the most it may", () => own.slots === 3);
    // As its queues would be, it is filled.
    runs.push(run({ ms: 2_000 }), run({ ms: 2_000 }));
    await eventually("the hosts are there", () => liveHosts() === 3);
    waiting = 0;
    await Promise.all(runs);
    await eventually("it has shrunk to the least", () => own.slots === 1);
    await eventually("the hosts are gone", () => own.hosts.length === 1);
    expect(await run({ ms: 1 })).toBeDefined();
  });

  it("are as many as told, and the limits make room", async () => {
    const told = await scaled(2, 1, () => 0, 60_000);
    told.change(3);
    expect([own.slots, told.limits]).toEqual([4, { max: 4, min: 1 }]);
    told.change(-9);
    expect(own.slots).toBe(1);
  });
});
