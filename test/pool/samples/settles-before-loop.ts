import { defineTask } from "loopward";

let open: () => void;
const gate = new Promise<void>((resolve) => (open = resolve));

export const waits = defineTask({
  name: "waits",
  async run(_input: unknown, ctx) {
    await gate;
    return { redelivered: ctx.redelivered };
  },
});

/** Lets the other run settle, and then holds the loop for ever, in the same burst of microtasks. */
export const endless = defineTask({
  name: "endless",
  async run() {
    open();
    for (let hop = 0; hop < 100; hop += 1) await null;
    for (;;);
  },
});
