import { setTimeout as sleep } from "node:timers/promises";
import type { PgPool, PgPoolClient, PgQueryResult } from "bullmq";
import pg from "pg";

/** SQLSTATEs of a statement that was undone for the sake of another: deadlock_detected, serialization_failure. */
const UNDONE = new Set(["40P01", "40001"]);
const ATTEMPTS = 8;
const LONGEST_PAUSE_MS = 40;

/**
 * A `pg.Pool` as BullMQ sees it, shared by all its objects of a broker, with three things mended:
 *
 * - BullMQ checks one client out of a given pool for each LISTEN and keeps it: `addListener` makes room for that one,
 *   so that listeners never starve the queries.
 * - Concurrent completions with `removeOnComplete: {count}` delete the same old jobs, in no order, and deadlock. PostgreSQL then
 *   undoes one; BullMQ 6.7 would leave its job active until the lock runs out and run it again. Each of BullMQ's commands is
 *   one statement, so what was undone is simply tried again.
 * - A client that is checked out has no listener for errors, neither the pool's nor one of BullMQ's (6.7, where it prepares a
 *   queue): a server that goes between two of its queries would end the process. The query that comes next reports it.
 */
export class SharedPool implements PgPool {
  readonly #pool: pg.Pool;

  /** @param queryConnections how many connections queries may use at once */
  constructor(config: pg.PoolConfig, queryConnections: number) {
    this.#pool = new pg.Pool({ ...config, max: queryConnections });
    // Each of BullMQ's objects listens to it.
    this.#pool.setMaxListeners(0);
    this.#pool.on("connect", (client) => client.on("error", () => undefined));
  }

  /** BullMQ looks for `keepAlive` here, to know whether it may trust a LISTEN connection. */
  get options(): pg.PoolConfig {
    return this.#pool.options;
  }

  addListener(): void {
    this.#pool.options.max += 1;
  }

  async query<Row = unknown>(text: string, params?: readonly unknown[]): Promise<PgQueryResult<Row>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#pool.query<Row & pg.QueryResultRow>(text, params && [...params]);
      } catch (error) {
        const undone = error instanceof pg.DatabaseError && UNDONE.has(error.code ?? "");
        if (!undone || attempt === ATTEMPTS) throw error;
        // At random, or the same statements meet again.
        await sleep(Math.random() * LONGEST_PAUSE_MS);
      }
    }
  }

  connect(): Promise<PgPoolClient> {
    return this.#pool.connect();
  }

  end(): Promise<void> {
    return this.#pool.end();
  }

  on(event: "error", listener: (error: Error) => void): this;
  on(event: "connect", listener: (client: PgPoolClient) => void): this;
  on(event: "error" | "connect", listener: (value: never) => void): this {
    this.#pool.on(event as "error", listener as (error: Error) => void);
    return this;
  }

  removeAllListeners(event?: string): this {
    this.#pool.removeAllListeners(event);
    return this;
  }
}
