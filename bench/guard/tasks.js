import { defineTask } from "../../dist/src/index.js";
import { enter } from "./in-host.js";

export const noop = defineTask({ name: "bench.noop", run: () => enter(async () => null) });

/** Processor time that this host has used so far, in µs, all its threads together. */
export const spent = defineTask({
  name: "bench.spent",
  async run() {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
});
