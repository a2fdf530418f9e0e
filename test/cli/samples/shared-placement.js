import { defineTask } from "loopward";

const spin = (ms) => {
  for (const end = performance.now() + ms; performance.now() < end;);
};

/** Blocks its loop where the environment says so: on one machine of several. */
export const hash = defineTask({
  name: "hash",
  run() {
    spin(Number(process.env.BLOCK_MS ?? 0));
    return { pid: process.pid };
  },
});

export const quick = defineTask({ name: "quick", run: () => ({ pid: process.pid }) });
