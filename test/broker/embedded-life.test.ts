import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { eventually } from "../support/eventually.js";
import { tempFolder } from "../support/temp-folder.js";
import { embeddedProcesses, killIfThere, processOf, untilUnused } from "./embedded-processes.js";
import { openEmbedded } from "./shipped.js";
import { startUser } from "./user-process.js";

test("starts by need, stops with its last user, and finds its jobs again", async () => {
  const folder = await tempFolder();
  const first = await openEmbedded(folder);
  await first.queue("q").add("job", { n: 1 });
  const second = await openEmbedded(folder);
  await first.close();
  expect(await second.queue("q").count()).toBe(1);
  await second.close();
  await untilUnused(folder);

  const third = await openEmbedded(folder);
  expect(await third.queue("q").count()).toBe(1);
});

test("processes that open at once share one server", async () => {
  const folder = await tempFolder();
  const users = Array.from({ length: 5 }, () => startUser("open-and-hold.mjs", `embedded:${folder}`));
  await Promise.all(users.map((user) => user.said("open")));
  await eventually("one keeper", async () => (await rolesIn(folder)).join() === "keeper,postgres,switch");
  for (const user of users) user.child.stdin?.end();
  await untilUnused(folder);
});

test("is private and opens no port", async () => {
  const folder = await tempFolder();
  await openEmbedded(folder);
  const home = path.join(folder, "broker");
  expect(execFileSync("stat", ["-c", "%a", home, path.join(home, "data")], { encoding: "utf8" })).toBe(
    "700\n700\n",
  );
  const server = await processOf(folder, "postgres");
  const inodes = execFileSync("sh", ["-c", `ls -l /proc/${server}/fd`], { encoding: "utf8" });
  const listening = (await Promise.all(["tcp", "tcp6"].map((kind) => readFile(`/proc/net/${kind}`, "utf8"))))
    .flatMap((table) => table.split("\n").slice(1))
    .filter((row) => row.trim().split(/\s+/)[3] === "0A")
    .map((row) => row.trim().split(/\s+/)[9]);
  expect(listening.filter((inode) => inode && inodes.includes(`socket:[${inode}]`))).toEqual([]);
});

test("killed inside its first start, it starts afresh", async () => {
  const folder = await tempFolder();
  const home = path.join(folder, "broker");
  for (const stage of ["log", "keeper.1", "data"]) {
    const user = startUser("open-and-hold.mjs", `embedded:${folder}`);
    await eventually(stage, () => existsSync(path.join(home, stage)));
    await user.kill();
    for (const { pid } of await embeddedProcesses(folder)) killIfThere(pid);
    await untilUnused(folder);
  }
  await (await openEmbedded(folder)).queue("q").add("job", {});
});

test("a stale postmaster.pid that names a living stranger does not hold it up", async () => {
  const folder = await tempFolder();
  await (await openEmbedded(folder)).close();
  await untilUnused(folder);
  const home = path.join(folder, "broker");
  const stale = [
    process.pid,
    path.join(home, "data"),
    1_700_000_000,
    5432,
    home,
    "",
    "  1234 5678",
    "ready   ",
    "",
  ];
  await writeFile(path.join(home, "data", "postmaster.pid"), stale.join("\n"));
  await (await openEmbedded(folder)).queue("q").add("job", {});
});

test("a folder that is deleted under its server is started anew", async () => {
  const folder = await tempFolder();
  const user = startUser("open-and-hold.mjs", `embedded:${folder}`);
  await user.said("open");
  await user.kill();
  // The server writes on into what is being removed, as it would under a user's `rm`, who asks again.
  await rm(path.join(folder, "broker"), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  const broker = await openEmbedded(folder);
  expect(await broker.queue("q").count()).toBe(0);
});

async function rolesIn(folder: string): Promise<string[]> {
  return (await embeddedProcesses(folder)).map((it) => it.role).sort();
}
