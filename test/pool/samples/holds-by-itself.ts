import { defineTask } from "loopward";

/** Holds the loop outside of any run, and says so each time. */
setInterval(() => {
  const end = Date.now() + 250;
  while (Date.now() < end);
  console.log("held");
}, 700);

export const pid = defineTask({ name: "pid", run: () => process.pid });

export const exits = defineTask({ name: "exits", run: () => process.exit(1) });
