import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/findings/report.js";
import { root } from "../support/fixtures.js";
import { postgresServer, redisServer } from "../support/servers.js";
import { tempFolder } from "../support/temp-folder.js";

const EXAMPLES = join(root, "examples/guard-in-your-process");
const CULPRIT = "images/watermark.ts";
// For an example with all that it starts, on a busy machine.
const DEADLINE_MS = 50_000;

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Final reports that name somebody. */
  readonly blaming: readonly Report[];
}

/** Runs an example as a project of its own, with the packages installed, until its process ends by itself. */
async function runExample(name: string, env: Record<string, string>): Promise<Outcome> {
  const folder = await tempFolder();
  await cp(EXAMPLES, folder, { recursive: true });
  const packages = ["bullmq", "pg-boss", "graphile-worker", "agenda", "@agendajs", "fastify"];
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  await mkdir(join(folder, "node_modules"));
  await symlink(root, join(folder, "node_modules/loopward"));
  for (const each of packages) {
    await symlink(join(root, "node_modules", each), join(folder, "node_modules", each));
  }
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), `${name}.ts`], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
  const killer = setTimeout(() => child.kill("SIGKILL"), DEADLINE_MS);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  clearTimeout(killer);
  return { code: child.exitCode, stdout, stderr, blaming: await blamingReports(folder) };
}

async function blamingReports(folder: string): Promise<Report[]> {
  const reports = join(folder, ".loopward/reports");
  const files = await readdir(reports).catch(() => []);
  const lines = await Promise.all(files.map((file) => readFile(join(reports, file), "utf8")));
  return lines
    .join("")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Report)
    .filter(({ ongoing, task, blame }) => !ongoing && (task !== null || blame?.file.startsWith("images/")));
}

async function blockingLine(): Promise<number> {
  const lines = (await readFile(join(EXAMPLES, CULPRIT), "utf8")).split("\n");
  return lines.findIndex((line) => line.includes("execFileSync(")) + 1;
}

async function expectBlamed(outcome: Outcome, task: Partial<Report["task"] & object>): Promise<void> {
  expect(outcome).toMatchObject({ code: 0, stderr: "" });
  expect(outcome.stdout).toContain("cat.png (stamped)");
  expect(outcome.blaming).toMatchObject([
    {
      cause: "sync-call",
      task,
      blame: {
        file: CULPRIT,
        line: await blockingLine(),
        function: "watermark",
        api: "child_process.execFileSync",
      },
    },
  ]);
}

describe("the guard in a process that serves HTTP", () => {
  it("names a route of Fastify, and the line", async () => {
    await expectBlamed(await runExample("fastify", {}), { name: "GET /thumbnails/:image" });
  });

  it("names what the program calls a request of node:http, and the line", async () => {
    await expectBlamed(await runExample("node-http", {}), { name: "GET /thumbnails" });
  });
});

const redis = await redisServer();
const postgres = await postgresServer();
afterAll(async () => {
  await Promise.all([redis?.stop(), postgres?.stop()]);
});

describe.skipIf(!redis)("the guard in a process that works on Redis", () => {
  it("names a job of BullMQ, and the line", async () => {
    const outcome = await runExample("bullmq", { REDIS_URL: redis?.url ?? "" });
    await expectBlamed(outcome, { name: "thumbnail", queue: "images", runId: "1", attempt: 1 });
  });
});

describe.skipIf(!postgres)("the guard in a process that works on PostgreSQL", () => {
  const env = { DATABASE_URL: postgres?.url ?? "" };

  it("names a job of pg-boss, and the line", async () => {
    await expectBlamed(await runExample("pg-boss", env), { name: "thumbnail" });
  });

  it("names a job of graphile-worker, and the line", async () => {
    await expectBlamed(await runExample("graphile-worker", env), {
      name: "thumbnail",
      runId: "1",
      attempt: 1,
    });
  });

  it("names a job of Agenda, and the line", async () => {
    await expectBlamed(await runExample("agenda", env), { name: "thumbnail" });
  });
});
