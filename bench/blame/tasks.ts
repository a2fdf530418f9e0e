/** The feed hub, in which one feed in so many blocks: the others must not be held responsible. */
import { defineTask } from "loopward";
import { fetchAndParse } from "../../examples/feed-hub/feeds/fetch-feed.js";

const BLOCKED_MS = 150;

interface Feed {
  readonly url: string;
  readonly blocks: boolean;
}

export const fetchFeed = defineTask({
  name: "feeds.fetch",
  queue: "feeds",
  async run({ url, blocks }: Feed, ctx) {
    const summary = await fetchAndParse(url, ctx.signal);
    if (blocks) block();
    return summary;
  },
});

/** Holds the loop for 150 ms of processor time. */
function block(): void {
  const start = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(start);
    if (user + system >= BLOCKED_MS * 1_000) return;
  }
}
