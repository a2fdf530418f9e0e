/** The background work of the application: a small part of it, in a file of its own. */
import { setTimeout as sleep } from "node:timers/promises";
import { defineTask } from "loopward";
import { z } from "zod";

export const sendReceipt = defineTask({
  name: "receipts.send",
  queue: "receipts",
  attempts: 3,
  backoff: { type: "exponential", delay: 500 },
  input: z.object({ order: z.number().int().positive(), email: z.email() }),
  async run({ order, email }, { log }) {
    // A mail server takes its time.
    await sleep(50);
    log("sent", { order });
    return `receipt ${order} sent to ${email}`;
  },
});
