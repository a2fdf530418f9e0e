import { expect, test } from "vitest";
import { eventually } from "../../support/eventually.js";
import type { RecordLog } from "../../../src/broker/record-log.js";
import type { Trial } from "./trial.js";

const DAY_MS = 86_400_000;

/** Records beside the jobs. */
export function records(trial: Trial): void {
  const open = (maxRecords = 100_000, maxAgeMs = DAY_MS, name = trial.newQueue()): RecordLog =>
    trial.broker.records(name, { maxRecords, maxAgeMs });
  const all = async (log: RecordLog) => {
    const batches: string[] = [];
    for await (const batch of log.fromEnd()) batches.push(...batch);
    return batches;
  };

  test("records are read from their end, and after a place, in the order in which they came", async () => {
    const name = trial.newQueue();
    const [log, other] = [open(undefined, undefined, name), open(undefined, undefined, name)];
    const beginning = await log.end();
    expect(await all(log)).toEqual([]);
    expect((await log.after(beginning)).records).toEqual([]);
    await log.prepare();
    // More than one batch of any broker's.
    const first = Array.from({ length: 2_500 }, (_, index) => `{"n":${index},"text":"hé \\u0000 🧵"}`);
    await log.append(first);
    const place = await other.end();
    await Promise.all([other.append(["a", "b"]), log.append(["c", "d"])]);
    expect((await log.after(place)).records.toSorted()).toEqual(["a", "b", "c", "d"]);
    expect((await all(log)).slice(4)).toEqual(first.toReversed());
    const read = [];
    for (let from = beginning; ;) {
      const next = await log.after(from);
      if (next.records.length === 0) break;
      read.push(...next.records);
      from = next.place;
    }
    expect(read).toEqual((await all(log)).toReversed());
    expect(await all(open())).toEqual([]);
  });

  test("of more records than a log may hold, and of old ones, the oldest go", async () => {
    const log = open(50);
    await log.prepare();
    const long = "x".repeat(5_000);
    for (let batch = 0; batch < 4; batch += 1)
      await log.append(Array.from({ length: 50 }, (_, index) => `${batch}-${index} ${long}`));
    const kept = await all(log);
    expect(kept[0]).toMatch(/^3-49 /);
    expect(kept.length).toBeGreaterThanOrEqual(50);
    expect(kept.length).toBeLessThan(60);
    const brief = open(1_000, 0);
    await brief.append(Array.from({ length: 20 }, (_, index) => `${index} ${long}`));
    await eventually("the old ones are gone", async () => {
      await brief.append(["new"]);
      return (await all(brief)).every((text) => text === "new");
    });
  });
}
