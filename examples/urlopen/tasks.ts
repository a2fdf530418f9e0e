/** Fetches URLs, a thousand at a time: nothing here does anything but wait. */
import { defineTask } from "loopward";

export const urlopen = defineTask({
  name: "urlopen",
  queue: "urls",
  attempts: 3,
  backoff: { type: "exponential", delay: 1_000, jitter: 0.5 },
  timeLimit: 30_000,
  async run(url: string, { signal, log }) {
    log(`opening ${url}`);
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return (await response.text()).length;
  },
});
