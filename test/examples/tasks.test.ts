import { createInterface } from "node:readline";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Queue } from "bullmq";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { createWorker } from "../../dist/src/index.js";
import { CliLab } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { redisServer } from "../support/servers.js";
import { exampleProject, runProgram, site, startProgram } from "./project.js";

const redis = await redisServer();
const lab = new CliLab();
afterAll(async () => {
  await lab.clean();
  await redis?.stop();
});
const env = { LOOPWARD_BROKER: redis?.url ?? "" };

/** A worker of an example's tasks, as its README starts it. */
async function startWorker(folder: string, ...args: string[]): Promise<void> {
  await lab
    .start(["worker", "-A", "tasks.ts", "--without-spare", ...args], { cwd: folder, env })
    .line(/ready/);
}

function queueOf(name: string): Queue {
  const queue = new Queue(name, { connection: { url: redis!.url } });
  onTestFinished(() => queue.close());
  return queue;
}

describe.skipIf(!redis)("the examples on a Redis", () => {
  it("urlopen opens many URLs, and says how long each is, in their order", async () => {
    const pages = await site((path) => "x".repeat(Number(path.slice(1))));
    const folder = await exampleProject("urlopen");
    await startWorker(folder, "-c", "1000", "--guard");
    const urls = Array.from({ length: 200 }, (_, n) => `${pages.url}/${(n * 7) % 200}`);
    const { code, stdout, stderr } = await runProgram(folder, ["main.ts", ...urls], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.trim().split("\n")).toEqual(urls.map((url, n) => `${url}: ${(n * 7) % 200}`));
  });

  it("webcrawler visits each page of a site, and no other host", async () => {
    const PAGES = 60;
    const page = (n: number) => `/page/${n % PAGES}`;
    const pages = await site((path) => {
      const n = Number(/^\/page\/(\d+)$/.exec(path)?.[1] ?? NaN);
      if (!(n < PAGES)) return null;
      const links = [
        page(2 * n + 1),
        page(2 * n + 2),
        page(n + 7),
        "https://elsewhere.example/",
        `${page(n)}#top`,
      ];
      return links.map((href) => `<a class="x" href="${href}">`).join("\n");
    });
    const folder = await exampleProject("webcrawler", ["bloom-filters"]);
    await startWorker(folder, "-c", "50", "--guard");
    const queue = queueOf("crawl");
    await lab.run(["send", "crawl", JSON.stringify({ url: `${pages.url}/page/0` })], { cwd: folder, env });
    await eventually("the crawl has ended", async () => {
      const { completed = 0, ...open } = await queue.getJobCounts(
        "completed",
        "waiting",
        "active",
        "delayed",
        "failed",
      );
      return completed > 0 && Object.values(open).every((count) => count === 0);
    });
    expect(new Set(pages.asked)).toEqual(new Set(Array.from({ length: PAGES }, (_, n) => page(n))));
    // The filter and the broker's deduplication keep most from being asked for twice.
    expect(pages.asked.length).toBeLessThan(2 * PAGES);
  });

  it("bulk-producer enqueues a hundred thousand lines, and no more memory than for a few", async () => {
    const LINES = 100_000;
    const folder = await exampleProject("bulk-producer");
    const lines = Array.from({ length: LINES }, (_, n) => JSON.stringify({ id: n, amount: 3 * n }));
    await writeFile(join(folder, "orders.ndjson"), lines.join("\n"));
    // With 64 MB of heap, too little for all of them.
    const args = ["--max-old-space-size=64", "produce.ts", "orders.ndjson"];
    const { code, stdout, stderr } = await runProgram(folder, args, env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^100000 runs enqueued in [\d.]+ s, \d+ a second$/m);
    const queue = queueOf("orders");
    expect(await queue.getWaitingCount()).toBe(LINES);
    const worker = await createWorker({ app: ["tasks.ts"], cwd: folder, broker: redis!.url });
    await eventually("the first are booked", async () => (await queue.getCompletedCount()) > 100);
    await worker.close();
    await queue.obliterate({ force: true });
  });

  it("feed-hub runs what blocks in the process pool, beside the feeds on their loop", async () => {
    const folder = await exampleProject("feed-hub", ["undici", "fast-xml-parser"]);
    await startWorker(folder, "-P", "async", "-c", "100", "--processes", "1", "--guard");
    const send = (task: string) => lab.run(["send", task, "{}", "--wait"], { cwd: folder, env });
    const placed = () => lab.run(["placement", "--format", "json"], { cwd: folder, env });
    expect((await placed()).stdout).not.toContain('"processes"');
    await eventually("it is moved", async () => {
      expect((await send("feeds.thumbnail")).code).toBe(0);
      return (await placed()).stdout.includes('"processes"');
    });
    expect((await send("feeds.thumbnail")).code).toBe(0);
  });

  it("embedded-in-fastify enqueues, refuses and waits, beside its own worker", async () => {
    const folder = await exampleProject("embedded-in-fastify", ["fastify", "zod"]);
    const server = startProgram(folder, ["server.ts"], env);
    const [url] = (await once(createInterface({ input: server.stdout! }), "line")) as [string];
    const post = (path: string, email: string) =>
      fetch(`${url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email }),
      });
    const now = await post("/orders/7/receipt/now", "ada@example.org");
    expect([now.status, await now.json()]).toEqual([200, { message: "receipt 7 sent to ada@example.org" }]);
    const accepted = await post("/orders/8/receipt", "ada@example.org");
    expect([accepted.status, await accepted.json()]).toEqual([202, { run: expect.any(String) as string }]);
    const refused = await post("/orders/9/receipt", "nobody");
    expect([refused.status, await refused.json()]).toMatchObject([400, { issues: [{ path: "email" }] }]);
    await eventually("it is sent", async () => (await queueOf("receipts").getCompletedCount()) === 2);
    server.kill("SIGTERM");
    expect(((await once(server, "close")) as [number | null])[0]).toBe(0);
  });
});
