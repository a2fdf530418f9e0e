import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openBroker } from "../../dist/src/broker/open-broker.js";
import { createWorker } from "../../dist/src/index.js";
import { root } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { restartablePostgres, restartableRedis, type Restartable } from "../support/restartable.js";

const LOCK_DURATION_MS = 2_000;
const nothing = () => undefined;
const silent = { info: nothing, debug: nothing, error: nothing, warn: nothing };

const servers: [string, () => Promise<Restartable | null>][] = [
  ["Redis", restartableRedis],
  ["PostgreSQL", restartablePostgres],
];

describe.each(servers)("a worker whose %s is stopped and started again", (_name, open) => {
  it.each([
    ["before its locks run out", 0],
    ["after its locks have run out", 3 * LOCK_DURATION_MS],
  ])(
    "finishes its runs, tells their ends when it is back, and runs nothing twice: %s",
    async (_when, awayMs) => {
      const server = await open();
      if (!server) return;
      onTestFinished(() => server.stop());
      const folder = mkdtempSync(join(tmpdir(), "loopward-loss-"));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const file = join(folder, "journal");
      const lines = (what: string) =>
        readFileSync(file, { encoding: "utf8", flag: "a+" })
          .split("\n")
          .filter((line) => line.startsWith(what));
      const worker = await createWorker({
        app: ["test/worker/samples/journal.ts"],
        cwd: root,
        broker: server.url,
        reportsDir: join(folder, "reports"),
        lockDurationMs: LOCK_DURATION_MS,
        log: silent,
      });
      onTestFinished(() => worker.close({ graceMs: 0 }).then(nothing));
      const broker = await openBroker(server.url, { cwd: root });
      onTestFinished(() => broker.abandon());
      const queue = broker.queue("journal");
      queue.on("error", nothing);
      // Some end before the server stops, some while it is away; the last are taken when it is back.
      const naps = [50, 300, 600, 900, 1_200, 1_500];
      await queue.addBulk(naps.map((ms) => ({ name: "journal", data: { file, ms } })));
      await eventually("all have begun", () => lines("begin").length === naps.length);
      await eventually("one has ended", () => lines("end").length > 0);
      await server.halt();
      await eventually("the others end meanwhile", () => lines("end").length === naps.length);
      const backAt = Date.now() + awayMs;
      await eventually("it has been away for long enough", () => Date.now() >= backAt);
      await server.start();
      const completed = () => queue.getJobCountByTypes("completed").catch(() => 0);
      await eventually("all ends are known", async () => (await completed()) === naps.length, 40_000);
      await queue.add("journal", { file, ms: 1 });
      await eventually("a new job is taken", async () => (await completed()) === naps.length + 1, 40_000);
      expect(lines("begin")).toHaveLength(naps.length + 1);
      expect(new Set(lines("begin")).size).toBe(naps.length + 1);
      const jobs = await queue.getJobs(["completed"]);
      expect(jobs.map((job) => job.attemptsMade)).toEqual(jobs.map(() => 1));
      expect(await queue.getJobCountByTypes("failed", "waiting", "active", "delayed")).toBe(0);
    },
  );
});
