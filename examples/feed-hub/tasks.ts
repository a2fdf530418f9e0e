/**
 * The tasks of a small feed hub. The first is what an event loop is made for; each of the others blocks it, in another
 * file, as it happens in real programs: the task looks innocent.
 */
import { defineTask } from "loopward";
import { fetchAndParse } from "./feeds/fetch-feed.js";
import { makeThumbnail } from "./images/thumbnail.js";
import { renderDigest } from "./render/template.js";
import { nextFreeSlot } from "./schedule/next-slot.js";
import { fingerprint } from "./security/fingerprint.js";

const queue = "feeds";

export const fetchFeed = defineTask({
  name: "feeds.fetch",
  queue,
  attempts: 3,
  run: (input: { url: string }, ctx) => fetchAndParse(input.url, ctx.signal),
});

/** Blocks in a computation, about 300 ms. */
export const digest = defineTask({
  name: "feeds.digest",
  queue,
  run: (input: { titles?: number }) => {
    const titles = Array.from({ length: input.titles ?? 240 }, (_, n) => `Story ${n ** 3} of ${n * 7} feeds`);
    return { bytes: renderDigest("Today", titles).length };
  },
});

/** Blocks in a synchronous native call that computes. */
export const hash = defineTask({
  name: "feeds.hash",
  queue,
  run: (input: { text?: string }) => fingerprint(input.text ?? "feed hub"),
});

/** Blocks in a synchronous native call that waits. */
export const thumbnail = defineTask({
  name: "feeds.thumbnail",
  queue,
  run: () => {
    makeThumbnail();
    return "done";
  },
});

/** Never ends: the step is 0. */
export const runaway = defineTask({
  name: "feeds.runaway",
  queue,
  run: (input: { step?: number }) => nextFreeSlot(new Set([9]), 9, input.step ?? 0),
});
