import { createPostgresBackend, DEFAULT_SCHEMA, withBackend } from "bullmq";
import type pg from "pg";
import type { Connection } from "../connection.js";
import { PostgresRecords } from "./postgres-records.js";
import { SharedPool } from "./shared-pool.js";

/**
 * Connections for queries: queries are short and the server commits them in groups, so a few carry a thousand runs.
 * Measured with `bench/brokers.ts`.
 */
const QUERY_CONNECTIONS = 16;

/** One pool for all of BullMQ's objects; left to itself BullMQ makes a pool of ten for each queue, worker and event stream. */
export function connectPool(
  config: pg.PoolConfig,
  { server, label }: { readonly server: string; readonly label: string },
  onError?: (error: Error) => void,
): Connection {
  const settings = {
    ...config,
    // BullMQ's SQL names no schema, and a given pool must bring the search path with it.
    options: `-c search_path=${DEFAULT_SCHEMA}`,
    // Without it BullMQ distrusts the LISTEN connection and polls every 10 s.
    keepAlive: true,
    application_name: "loopward",
  };
  const pool = new SharedPool(settings, QUERY_CONNECTIONS);
  pool.on("error", (error) => onError?.(error));
  return {
    // The connection option of these classes is a pool; that is known here only.
    classes: withBackend(createPostgresBackend) as unknown as Connection["classes"],
    options: pool,
    server,
    addStream: () => {
      pool.addListener();
    },
    records: (name, limits) => new PostgresRecords(pool, label, name, limits),
    close: () => pool.end(),
  };
}
