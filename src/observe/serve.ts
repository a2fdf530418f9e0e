import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { once } from "node:events";
import { Server } from "node:http";
import { isIPv6, type AddressInfo } from "node:net";
import { fail } from "../findings/errors.js";
import type { MetricsAddress } from "./address.js";
import type { WorkerMetrics } from "./metrics/worker-metrics.js";
import { readinessOf, type Life } from "./readiness.js";

/** Metrics and health that are being served. */
export interface ServedMetrics {
  /** Where, with the port that was taken: `http://127.0.0.1:9464`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `/metrics` in Prometheus' format, `/health` (200: the supervisor lives) and `/ready` (200: it takes jobs; else 503
 * with the reason).
 * @throws LoopwardError `LOOPWARD_BAD_OPTION` when it cannot listen there
 */
export async function serveMetrics(
  { host, port }: MetricsAddress,
  metrics: WorkerMetrics,
  life: () => Life,
): Promise<ServedMetrics> {
  const app = new Hono();
  app.get("/metrics", async (c) => {
    const text = await metrics.text(life());
    return c.body(text, 200, { "Content-Type": metrics.contentType, "Cache-Control": "no-store" });
  });
  app.get("/health", (c) => c.json({ alive: true }));
  app.get("/ready", async (c) => {
    const readiness = await readinessOf(life());
    return c.json(readiness, readiness.ready ? 200 : 503);
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  try {
    await once(server.listen(port, host), "listening");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw fail("LOOPWARD_BAD_OPTION", ["--metrics", `cannot listen there (${reason}), choose another`], {
      cause: error,
    });
  }
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${isIPv6(host) ? `[${host}]` : host}:${taken}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      // A scraper keeps its connection for the next time.
      if (server instanceof Server) server.closeAllConnections();
      await closed;
    },
  };
}
