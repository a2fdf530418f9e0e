/** The tasks of `npm run bench:placement`. */
import { defineTask } from "loopward";
import { fetchAndParse } from "../../examples/feed-hub/feeds/fetch-feed.js";

const queue = "feeds";
const cell = new Int32Array(new SharedArrayBuffer(4));

/** Blocks without using the processor, as a synchronous call that waits does: what is measured is the loop, not the machine. */
const block = (ms: number) => Atomics.wait(cell, 0, 0, ms);

export const fetchFeed = defineTask({
  name: "feeds.fetch",
  queue,
  run: (input: { url: string }) => fetchAndParse(input.url),
});

export const render = defineTask({
  name: "feeds.render",
  queue,
  run: (input: { ms: number }) => block(input.ms),
});

export const quick = defineTask({
  name: "quick",
  queue,
  run: (input: { ms: number }) => new Promise<void>((resolve) => setTimeout(resolve, input.ms)),
});

export const slow = defineTask({
  name: "slow",
  queue,
  pool: "processes",
  run: (input: { ms: number }) => block(input.ms),
});
