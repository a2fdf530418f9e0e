import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorker, type Worker } from "../../dist/src/index.js";
import { KNOWN_STALLS_FILE, type KnownStalls } from "../../src/findings/known-stalls.js";
import type { Report } from "../../src/findings/report.js";
import { CliLab, root } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { makeTempFolder } from "../support/make-temp-folder.js";
import { postgresServer, redisServer } from "../support/servers.js";

const APP = join(root, "test/worker/samples/blocker.ts");

/** Each step is several processes, and the machine may be busy. */
const DEADLINE_MS = 60_000;

const STALL = [["fleet.block"], "while (Date.now() < end);"];

const servers = [
  ["redis://", await redisServer()],
  ["postgres://", await postgresServer()],
] as const;

afterAll(async () => {
  for (const [, server] of servers) await server?.stop();
});

describe.each(servers)("the reports of two workers on %s", (_, server) => {
  const lab = new CliLab();
  const workers: Worker[] = [];
  let folder = "";

  beforeAll(async () => {
    folder = await makeTempFolder();
    writeFileSync(join(folder, "package.json"), "{}");
    if (!server) return;
    for (const name of ["one", "two"]) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "package.json"), "{}");
      workers.push(
        await createWorker({
          app: [APP],
          cwd: join(folder, name),
          broker: server.url,
          concurrency: 2,
          spare: false,
          guard: { mode: "report" },
          fleetReports: true,
        }),
      );
    }
  });

  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.close({ graceMs: 0 })));
    await lab.clean();
    await rm(folder, { recursive: true });
  });

  const reports = (...args: string[]) =>
    lab.start(["reports", ...args, "--fleet", "--broker", server?.url ?? ""], { cwd: folder });
  const read = async (...args: string[]): Promise<string> => {
    const cli = reports(...args);
    expect(await cli.exit(), cli.stderr.join("\n")).toBe(0);
    return cli.stdout.join("\n");
  };
  const block = async (count: number) => {
    const input = Array.from({ length: count }, () =>
      JSON.stringify({ task: "fleet.block", input: { ms: 400 } }),
    );
    const file = join(folder, "jobs.ndjson");
    writeFileSync(file, input.join("\n"));
    const args = ["send", "-A", APP, "--file", file, "--broker", server?.url ?? "", "--wait"];
    expect(await lab.start(args, { cwd: folder }).exit()).toBe(0);
  };

  it.skipIf(!server)("teach the editor while the worker runs", { timeout: 2 * DEADLINE_MS }, async () => {
    const learned = (name: string) => {
      const file = join(folder, name, KNOWN_STALLS_FILE);
      return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as KnownStalls).stalls : [];
    };
    // Again, since the machine may have held up the first.
    const [stall] = await eventually(
      "what stalled is known",
      async () => {
        await block(1);
        const stalls = [...learned("one"), ...learned("two")];
        return stalls.length > 0 ? stalls : null;
      },
      DEADLINE_MS,
    );
    expect([stall!.tasks, stall!.code]).toEqual(STALL);
  });

  it.skipIf(!server)(
    "are read in one place, told apart by their hosts, and followed",
    { timeout: 3 * DEADLINE_MS },
    async () => {
      const tail = reports("tail", "-n", "0");
      await eventually(
        "the tail waits",
        () => tail.stderr.some((line) => line.includes("Waiting")),
        DEADLINE_MS,
      );
      const listed = await eventually(
        "reports of both workers",
        async () => {
          await block(4);
          const all = JSON.parse(await read("list", "--format", "json", "--task", "fleet.block")) as Report[];
          return new Set(all.map(({ host }) => host.pid)).size === 2 ? all : null;
        },
        DEADLINE_MS,
      );
      expect(listed.every(({ host, ongoing }) => host.name === hostname() && !ongoing)).toBe(true);
      const [first] = listed;
      const one = JSON.parse(await read("show", first!.id, "--format", "json")) as Report;
      expect(one.task?.name).toBe("fleet.block");
      const host = `${hostname()}:${one.host.pid}`;
      const its = JSON.parse(await read("list", "--format", "json", "--host", host)) as Report[];
      expect(its.length).toBeGreaterThan(0);
      expect(its.every((report) => report.host.pid === one.host.pid)).toBe(true);
      expect(await read("summary")).toContain("fleet.block");
      const known = JSON.parse(await read("export", "--format", "known-stalls")) as KnownStalls;
      expect(known.stalls.map(({ tasks, code }) => [tasks, code])).toContainEqual(STALL);
      const { changes } = JSON.parse(await read("diff", "1h", "--format", "json")) as { changes: unknown[] };
      expect(changes).toContainEqual(expect.objectContaining({ kind: "new" }));
      expect(await tail.line(/fleet\.block/)).toContain("blocker.ts");
      const page = reports("serve", "--port", "0");
      const url = await page.line(/^http/);
      await eventually("the page has them", async () => {
        const overview = (await (await fetch(`${url}api/overview`)).json()) as { reports: number };
        return overview.reports >= listed.length;
      });
      page.child.kill("SIGINT");
      expect(await page.exit()).toBe(0);
      tail.child.kill("SIGINT");
      expect(await tail.exit()).toBe(0);
    },
  );
});
