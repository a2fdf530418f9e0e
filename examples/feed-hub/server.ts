/**
 * The feeds to fetch, without the internet: N distinct RSS feeds of about 20 KB and 20 items, each answered after the
 * same latency. Prints its URL; feeds are at /feed/0 … /feed/N-1.
 *
 * tsx server.ts [--feeds 5000] [--latency 140] [--port 0]
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { rssFeed } from "./feeds/rss-feed.js";

const { values } = parseArgs({
  options: {
    feeds: { type: "string", default: "5000" },
    latency: { type: "string", default: "140" },
    port: { type: "string", default: "0" },
  },
});
const feeds = Number(values.feeds);
const latencyMs = Number(values.latency);

// Made when first asked for and kept, 20 KB each: a feed server sends what lies ready, and leaves the processors to the workers.
const bodies: Buffer[] = [];

const server = createServer((request, response) => {
  const n = Number(/^\/feed\/(\d+)$/.exec(request.url ?? "")?.[1] ?? NaN);
  setTimeout(() => {
    if (!(n < feeds)) {
      response.writeHead(404).end("no such feed\n");
      return;
    }
    const body = (bodies[n] ??= Buffer.from(rssFeed(n)));
    response.writeHead(200, {
      "content-type": "application/rss+xml; charset=utf-8",
      "content-length": body.length,
    });
    response.end(body);
  }, latencyMs);
});
// A thousand connections arrive at once; the default backlog of 511 would make some wait a second for their turn.
server.listen({ port: Number(values.port), host: "127.0.0.1", backlog: 4_096 }, () => {
  const { port } = server.address() as AddressInfo;
  console.log(`http://127.0.0.1:${port}`);
});
// Longer than a worker waits for its next turn in `npm run bench:feeds`: one that is up for days does not connect anew for each feed.
server.keepAliveTimeout = 600_000;

process.once("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
});
