import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { readReports } from "../../src/reports/read.js";
import { eventually } from "../support/eventually.js";
import { root } from "../support/fixtures.js";
import { redisServer } from "../support/servers.js";
import { tempFolder } from "../support/temp-folder.js";

const EXAMPLE = join(root, "examples/bullmq-migration");
const CULPRIT = "templates/digest.js";
const SENT = /^201 emails sent, (\d+) bytes, in \d+ ms$/;

const redis = await redisServer();
afterAll(() => redis?.stop());

/** The example as a project of its own, with the packages installed. */
async function project(): Promise<string> {
  const folder = await tempFolder();
  await cp(EXAMPLE, folder, { recursive: true });
  await mkdir(join(folder, "node_modules/.bin"), { recursive: true });
  await symlink(root, join(folder, "node_modules/loopward"));
  await symlink(join(root, "dist/src/cli/main.js"), join(folder, "node_modules/.bin/loopward"));
  await symlink(join(root, "node_modules/bullmq"), join(folder, "node_modules/bullmq"));
  return folder;
}

/** Runs what a script of the package says, with its environment and no npm between. */
async function start(folder: string, script: string): Promise<ChildProcess> {
  const { scripts } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const [program = "", ...args] = scripts[script]!.split(" ");
  const entry = program === "node" ? [] : [join(folder, "node_modules/.bin", program)];
  const url = redis?.url ?? "";
  const child = spawn(process.execPath, [...entry, ...args], {
    cwd: folder,
    env: { ...process.env, REDIS_URL: url, LOOPWARD_BROKER: url, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => stop(child));
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill("SIGTERM");
  await closed;
}

async function startWorker(folder: string, script: string): Promise<{ child: ChildProcess; said: string[] }> {
  const child = await start(folder, script);
  const said: string[] = [];
  createInterface({ input: child.stdout! }).on("line", (line) => said.push(line));
  await eventually(`${script} is ready`, () => said.some((line) => line.includes("ready")), 40_000);
  return { child, said };
}

async function produce(folder: string): Promise<string> {
  const child = await start(folder, "produce");
  return (await text(child.stdout!)).trim();
}

/** The line as the README has it: how long it took, and how many waited, is the machine's business. */
function withoutFigures(line: string): string {
  return line.replace(/ \d+ ms/, " … ms").replace(/; \d+ other runs? waited/, "; … other runs waited");
}

async function blockingLine(): Promise<number> {
  const lines = (await readFile(join(EXAMPLE, CULPRIT), "utf8")).split("\n");
  return lines.findIndex((line) => line.includes("pbkdf2Sync(")) + 1;
}

describe.skipIf(!redis)("a BullMQ application whose worker is replaced", () => {
  it("sends the same as before, and its stalls are named by job and line", async () => {
    const folder = await project();
    const before = await startWorker(folder, "before");
    const sentBefore = SENT.exec(await produce(folder));
    await stop(before.child);
    const now = await startWorker(folder, "worker");
    const sentNow = SENT.exec(await produce(folder));
    await stop(now.child);
    expect(sentBefore?.[1]).toBeDefined();
    expect(sentNow?.[1]).toBe(sentBefore?.[1]);
    const [told = "nothing"] = /stall: digest .* waited/.exec(now.said.join("\n")) ?? [];
    const readme = await readFile(join(EXAMPLE, "README.md"), "utf8");
    expect(readme).toContain(withoutFigures(told));
    const { reports } = await readReports(join(folder, ".loopward/reports"));
    expect(reports.filter((report) => report.task !== null)).toMatchObject([
      {
        cause: "sync-call",
        task: { name: "digest", queue: "emails" },
        blame: { file: CULPRIT, line: await blockingLine(), api: "crypto.pbkdf2Sync" },
      },
    ]);
  });
});

describe("the linter, told of the processor file", () => {
  it("finds the line that blocks", async () => {
    const folder = await project();
    const child = await start(folder, "check");
    const lines = (await text(child.stdout!)).split("\n");
    expect(lines[0]).toContain(`${CULPRIT}:${await blockingLine()}`);
    expect(lines.find((line) => line.includes("task "))).toContain("emails");
  });
});
