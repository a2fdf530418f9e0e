/**
 * The ceiling: the same fetch and parse in plain Node processes, with no queue, no worker and no guard. Feeds come by HTTP:
 * POST /, a JSON array of URLs; GET / answers how many have settled and failed, as JSON.
 *
 * tsx plain-node.ts PROCESSES CONCURRENCY
 */
import { fork } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { fetchAndParse } from "../../examples/feed-hub/feeds/fetch-feed.js";

interface Counts {
  settled: number;
  failed: number;
}

const [, file = "", processes, concurrency] = process.argv;

if (process.send) fetchFor(Number(concurrency));
else serve(Number(processes));

/** Fetches what the parent sends, so many at once. */
function fetchFor(slots: number): void {
  const waiting: string[] = [];
  const counts: Counts = { settled: 0, failed: 0 };
  let inFlight = 0;

  const fill = () => {
    for (; inFlight < slots && waiting.length > 0; inFlight += 1) void settle(waiting.shift()!);
  };
  const settle = async (url: string) => {
    try {
      await fetchAndParse(url);
    } catch {
      counts.failed += 1;
    }
    counts.settled += 1;
    inFlight -= 1;
    fill();
  };

  process.on("message", (urls: string[]) => {
    waiting.push(...urls);
    fill();
  });
  setInterval(() => process.send?.(counts), 10).unref();
}

/** Deals the feeds out to `count` processes. */
function serve(count: number): void {
  const children = Array.from({ length: count }, () => {
    const counts: Counts = { settled: 0, failed: 0 };
    const child = fork(file, process.argv.slice(2));
    child.on("message", (told: Counts) => Object.assign(counts, told));
    return { child, counts };
  });

  const deal = async (request: IncomingMessage) => {
    const urls = (await json(request)) as string[];
    for (const [n, { child }] of children.entries()) child.send(urls.filter((_, at) => at % count === n));
  };
  const sum = (what: keyof Counts) => children.reduce((total, { counts }) => total + counts[what], 0);

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === "POST") await deal(request);
    response.end(JSON.stringify({ settled: sum("settled"), failed: sum("failed") }));
  };

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1", () => {
    console.log(`ready at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  process.once("SIGTERM", () => {
    for (const { child } of children) child.disconnect();
    server.close();
    server.closeAllConnections();
  });
}
