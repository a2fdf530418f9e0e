import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { LiveReports } from "./live.js";

/** Something is sent at least so often: a proxy ends what is silent, and whoever left is noticed. */
const HEARTBEAT_MS = 15_000;

/** How many pages may listen, and how slowly. */
export interface EventLimits {
  readonly maxPages: number;
  /** A page that took nothing for so long is let go. */
  readonly patienceMs: number;
}

export const EVENT_LIMITS: EventLimits = { maxPages: 100, patienceMs: 10_000 };

/** Tells pages of changes by server-sent events, each a `ReadState`. */
export class LiveEvents {
  readonly #live: Pick<LiveReports, "state" | "changed">;
  readonly #limits: EventLimits;
  #pages = 0;

  constructor(live: Pick<LiveReports, "state" | "changed">, limits: EventLimits) {
    this.#live = live;
    this.#limits = limits;
  }

  answer(c: Context<{ Bindings: HttpBindings }>): Response {
    const { maxPages, patienceMs } = this.#limits;
    if (this.#pages >= maxPages) {
      c.header("Retry-After", "10");
      return c.text(`${maxPages} pages listen to this server already: try again later.\n`, 503);
    }
    this.#pages += 1;
    return streamSSE(c, async (stream) => {
      const gone = new Promise<void>((resolve) => stream.onAbort(resolve));
      // What waits to be sent would wait for ever.
      const letGo = () => c.env.outgoing.destroy();
      try {
        while (!stream.aborted) {
          const { state } = this.#live;
          const patience = setTimeout(letGo, patienceMs);
          await Promise.race([stream.writeSSE({ data: JSON.stringify(state) }), gone]);
          clearTimeout(patience);
          await Promise.race([this.#live.changed(state.version, HEARTBEAT_MS), gone]);
        }
      } finally {
        this.#pages -= 1;
      }
    });
  }
}
