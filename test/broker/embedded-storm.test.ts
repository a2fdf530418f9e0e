import { expect, test } from "vitest";
import { eventually } from "../support/eventually.js";
import { tempFolder } from "../support/temp-folder.js";
import { embeddedProcesses, killIfThere, untilUnused } from "./embedded-processes.js";
import { openEmbedded } from "./shipped.js";
import { startUser, type UserProcess } from "./user-process.js";

/** Set it to what a failed run printed, to repeat its choices. */
const SEED = Number(process.env.LOOPWARD_TEST_SEED ?? Date.now() % 1_000_000);
const PRODUCERS = 3;
const KILLS = 15;

test(`whatever is killed at whatever moment, no acknowledged job is lost (seed ${SEED})`, async () => {
  const random = generator(SEED);
  const folder = await tempFolder();
  const url = `embedded:${folder}`;
  const everyone: UserProcess[] = [];
  const producers: UserProcess[] = [];
  const fill = () => {
    while (producers.length < PRODUCERS) {
      const producer = startUser("enqueue-forever.mjs", url, "q");
      producers.push(producer);
      everyone.push(producer);
    }
  };
  fill();
  for (let kill = 0; kill < KILLS; kill += 1) {
    // Counted in acknowledgements of anyone, not in time: no kill comes before something was there to be lost. At
    // 0 it falls into the recovery from the last one.
    const wanted = acknowledged(everyone).length + Math.floor(random() * 40);
    await eventually(`${wanted} acknowledged`, () => acknowledged(everyone).length >= wanted, 40_000);
    const servers = (await embeddedProcesses(folder)).map(
      ({ pid }) =>
        () =>
          Promise.resolve(killIfThere(pid)),
    );
    const users = producers.map((producer, n) => async () => {
      producers.splice(n, 1);
      await producer.kill();
    });
    const victims = [...servers, ...users];
    await victims[Math.floor(random() * victims.length)]?.();
    fill();
  }
  const before = acknowledged(everyone).length;
  await eventually("someone goes on", () => acknowledged(everyone).length > before, 40_000);
  for (const producer of everyone) await producer.kill();
  await untilUnused(folder);
  // None gave up by itself.
  expect(everyone.map(({ child }) => child.signalCode)).toEqual(everyone.map(() => "SIGKILL"));

  const broker = await openEmbedded(folder);
  const ids = acknowledged(everyone);
  expect(new Set(ids).size).toBe(ids.length);
  const there = new Set((await broker.queue("q").getJobs(["waiting"])).map((job) => job.id));
  expect(ids.filter((id) => !there.has(id))).toEqual([]);
}, 120_000);

function acknowledged(users: readonly UserProcess[]): string[] {
  return users.flatMap(({ lines }) => lines.filter((line) => /^\d+$/.test(line)));
}

/** Numbers from 0 to 1 that a seed repeats: a linear congruence (Numerical Recipes). */
function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}
