import { XMLParser } from "fast-xml-parser";
import { Agent, request } from "undici";

/** What is kept of a feed. */
export interface FeedSummary {
  readonly title: string;
  readonly items: number;
  readonly bytes: number;
}

// One connection for each feed in flight: the feeds of the world live on as many servers.
const agent = new Agent({ connections: 1_000, pipelining: 1 });
const parser = new XMLParser({ isArray: (name) => name === "item" });

/** Fetches and parses the feed at `url`. */
export async function fetchAndParse(url: string, signal?: AbortSignal): Promise<FeedSummary> {
  const { statusCode, body } = await request(url, { dispatcher: agent, signal });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}`);
  const { channel } = (parser.parse(text) as { rss: { channel: { title: string; item: unknown[] } } }).rss;
  return { title: channel.title, items: channel.item.length, bytes: Buffer.byteLength(text) };
}
