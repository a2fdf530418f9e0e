/** The short form of `npm run test:chaos`: one turn of rounds, with every kind of culprit. */
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { culprits } from "./schedule.js";
import { storm } from "./storm.js";

const broker = spawnSync("redis-server", ["--version"]).status === 0 ? "redis" : "embedded";
const faults = [
  "host-killed",
  "supervisor-killed",
  ...(broker === "redis" ? ["broker-paused" as const] : []),
] as const;

it("loses no job, does none twice, and charges no innocent", async () => {
  // A breach throws, and tells the seed.
  const { totals } = await storm({
    seed: Date.now() % 1_000_000,
    broker,
    faults: [...faults],
    more: (turnsDone) => turnsDone < 1,
    log: () => undefined,
  });
  expect(totals).toMatchObject({ rounds: faults.length, lost: 0, doubles: 0, charged: 0, wrong: 0 });
  expect(totals.faults).toMatchObject(
    Object.fromEntries(Object.keys(culprits).map((name) => [name, expect.any(Number)])),
  );
}, 300_000);
