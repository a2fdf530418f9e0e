/**
 * Crawls one host. Each page is a run, which starts the runs of the pages that it links to and hands them a Bloom filter of
 * what has been seen on the way: no store of visited pages, and a page that two others link to is fetched twice at most
 * rarely, since the broker makes one job of those that are asked for at the same time.
 */
import bloom from "bloom-filters";
import { defineTask } from "loopward";
import { linksOf } from "./links.js";

const { BloomFilter } = bloom;

// For so many pages with one error in ten thousand, in about 24 KB: it goes along with every job.
const PAGES = 10_000;
const ERROR_RATE = 0.0001;

interface Visit {
  readonly url: string;
  /** What has been seen on the way here: a Bloom filter as JSON; none at the start. */
  readonly seen?: object;
  readonly depth?: number;
}

export const crawl = defineTask({
  name: "crawl",
  queue: "crawl",
  attempts: 2,
  timeLimit: 30_000,
  async run({ url, seen, depth = 0 }: Visit, { signal }) {
    const filter = seen
      ? (BloomFilter.fromJSON(seen as JSON) as InstanceType<typeof BloomFilter>)
      : BloomFilter.create(PAGES, ERROR_RATE);
    filter.add(url);
    const response = await fetch(url, { signal });
    const links = linksOf(await response.text(), url).filter((link) => !filter.has(link));
    for (const link of links) filter.add(link);
    const next = { seen: filter.saveAsJSON() as object, depth: depth + 1 };
    await Promise.all(
      links.map((link) =>
        crawl.enqueue({ ...next, url: link }, { deduplicationId: link, deduplicationTtl: 60_000 }),
      ),
    );
    return { url, status: response.status, links: links.length, depth };
  },
});
