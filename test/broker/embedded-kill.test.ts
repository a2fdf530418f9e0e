import { expect, test } from "vitest";
import { eventually } from "../support/eventually.js";
import { tempFolder } from "../support/temp-folder.js";
import { embeddedProcesses, killIfThere, processOf, untilUnused } from "./embedded-processes.js";
import { openEmbedded } from "./shipped.js";
import { startUser, type UserProcess } from "./user-process.js";

test("a user that is killed is missed by no one, and the last one takes the server with it", async () => {
  const folder = await tempFolder();
  const [one, two] = [enqueuer(folder), enqueuer(folder)];
  await Promise.all([one.said("1"), two.said("2")]);
  await one.kill();
  const count = two.lines.length;
  await eventually("the other goes on", () => two.lines.length > count + 20);
  await two.kill();
  await untilUnused(folder);
  await expectAllThere(folder, [one, two]);
});

test("a keeper that is killed is replaced, and its users go on", async () => {
  const folder = await tempFolder();
  const user = enqueuer(folder);
  await user.said("20");
  const keeper = await processOf(folder, "keeper");
  process.kill(keeper, "SIGKILL");
  const count = user.lines.length;
  await eventually("the user goes on", () => user.lines.length > count + 50);
  expect(await processOf(folder, "keeper")).not.toBe(keeper);
  await user.kill();
  await untilUnused(folder);
  await expectAllThere(folder, [user]);
});

test("a server that is killed is started again, and its users go on", async () => {
  const folder = await tempFolder();
  const user = enqueuer(folder);
  await user.said("20");
  process.kill(await processOf(folder, "postgres"), "SIGKILL");
  const count = user.lines.length;
  await eventually("the user goes on", () => user.lines.length > count + 50);
  await user.kill();
  await untilUnused(folder);
  await expectAllThere(folder, [user]);
});

test("a server that is killed right after a queue's first jobs gives no id twice", async () => {
  const folder = await tempFolder();
  const broker = await openEmbedded(folder);
  const add = async (n: number) => (await broker.queue("q").add("job", { n })).id;
  const before = await Promise.all([0, 1, 2, 3, 4].map(add));
  process.kill(await processOf(folder, "postgres"), "SIGKILL");
  // Refused while the server comes back; what was refused may be there all the same, its acknowledgement lost.
  const after = await eventually("the next is taken", () => add(5).catch(() => null));
  expect(before).not.toContain(after);
  const waiting = () => broker.queue("q").getJobs(["waiting"]);
  // A connection of the lost server may still be in the pool.
  const jobs = await eventually("the jobs are read", () => waiting().catch(() => null));
  expect(jobs.map((job) => job.id)).toEqual(expect.arrayContaining([...before, after]));
});

test("everything killed at once: nothing acknowledged is lost, nothing stays behind", async () => {
  const folder = await tempFolder();
  const users: UserProcess[] = [];
  for (let round = 0; round < 3; round += 1) {
    const user = enqueuer(folder);
    users.push(user);
    await eventually("some jobs", () => user.lines.length > 30 + 17 * round);
    const victims = await embeddedProcesses(folder);
    const ordered = round % 2 ? victims : victims.reverse();
    for (const { pid } of ordered) killIfThere(pid);
    await user.kill();
  }
  await untilUnused(folder);
  await expectAllThere(folder, users);
});

test("the dead man's switch stops a server whose keeper and users were killed", async () => {
  const folder = await tempFolder();
  const user = enqueuer(folder);
  await user.said("5");
  const keeper = await processOf(folder, "keeper");
  await user.kill();
  process.kill(keeper, "SIGKILL");
  await untilUnused(folder);
});

test("a dead man's switch that is killed is replaced, and its successor does its work", async () => {
  const folder = await tempFolder();
  const user = enqueuer(folder);
  await user.said("5");
  const killed = await processOf(folder, "switch");
  process.kill(killed, "SIGKILL");
  await eventually("another switch", async () => {
    const switches = (await embeddedProcesses(folder)).filter(({ role }) => role === "switch");
    return switches.some(({ pid }) => pid !== killed);
  });
  const keeper = await processOf(folder, "keeper");
  await user.kill();
  process.kill(keeper, "SIGKILL");
  await untilUnused(folder);
});

test("a server left behind by everyone is taken over by the next user", async () => {
  const folder = await tempFolder();
  const user = enqueuer(folder);
  await user.said("5");
  const keeper = await processOf(folder, "keeper");
  // It would replace the switch.
  process.kill(keeper, "SIGSTOP");
  await user.kill();
  killIfThere(await processOf(folder, "switch"));
  killIfThere(keeper);
  const orphan = await processOf(folder, "postgres");
  await expectAllThere(folder, [user]);
  expect(await processOf(folder, "postgres")).not.toBe(orphan);
});

function enqueuer(folder: string): UserProcess {
  return startUser("enqueue-forever.mjs", `embedded:${folder}`, "q");
}

async function expectAllThere(folder: string, users: readonly UserProcess[]): Promise<void> {
  const broker = await openEmbedded(folder);
  const jobs = await broker.queue("q").getJobs(["waiting"]);
  const there = new Set(jobs.map((job) => job.id));
  const acknowledged = users.flatMap((user) => user.lines.filter((line) => /^\d+$/.test(line)));
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
}
