import { defineTask } from "loopward";
import { fetchAndParse } from "../../examples/feed-hub/feeds/fetch-feed.js";
import { enter } from "./in-host.js";

export const fetchFeed = defineTask({
  name: "bench.feed",
  run: async (url: string, ctx) => (await enter(() => fetchAndParse(url, ctx.signal))).items,
});
