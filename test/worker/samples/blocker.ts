import { defineTask } from "loopward";

/** Stalls its loop. */
export const block = defineTask({
  name: "fleet.block",
  queue: "fleet",
  run: (input: { ms: number }) => {
    const end = Date.now() + input.ms;
    while (Date.now() < end);
    return Promise.resolve();
  },
});
