import type { PgPool, PgPoolClient, PgQueryable } from "bullmq";
import { fail } from "../../findings/errors.js";
import type { RecordLimits, RecordLog, RecordsRead } from "../record-log.js";

/** A few megabytes of reports. */
const BATCH = 1_000;
/** Whoever writes, or makes the table, does so alone: what comes later has the higher position, and readers miss nothing. */
const LOCK = "SELECT pg_advisory_xact_lock(hashtext('loopward.record'))";
const INSUFFICIENT_PRIVILEGE = "42501";
const UNDEFINED_TABLE = "42P01";

// In one transaction, as texts of several statements are: of two that make the same schema at once one would fail. That it is
// not there may be known from before the lock; PostgreSQL hears that it has been made when it next opens a relation.
const TABLE = `
${LOCK};
SELECT FROM pg_namespace WHERE false;
CREATE SCHEMA IF NOT EXISTS loopward;
CREATE TABLE IF NOT EXISTS loopward.record (
  log text NOT NULL,
  position bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT now(),
  text text NOT NULL,
  PRIMARY KEY (log, position)
);`;

/** Makes the table of records where it is not there yet. */
export async function makeRecordTable(client: PgQueryable): Promise<void> {
  const { rows } = await client.query<{ name: string | null }>(
    "SELECT to_regclass('loopward.record') AS name",
  );
  // Asked first: whoever may not make a schema may not even ask for one that is there.
  if (!rows[0]?.name) await client.query(TABLE);
}

interface Row {
  readonly position: string;
  readonly text: string;
}

/** Records in a table of Loopward's own, `loopward.record`. */
export class PostgresRecords implements RecordLog {
  readonly #pool: PgPool;
  readonly #name: string;
  readonly #limits: RecordLimits;
  readonly #label: string;

  constructor(pool: PgPool, label: string, name: string, limits: RecordLimits) {
    this.#pool = pool;
    this.#label = label;
    this.#name = name;
    this.#limits = limits;
  }

  async prepare(): Promise<void> {
    try {
      await this.#alone(makeRecordTable);
    } catch (error) {
      if ((error as { code?: unknown }).code !== INSUFFICIENT_PRIVILEGE) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw fail("LOOPWARD_BROKER_DENIED", [this.#label, reason], { cause: error });
    }
  }

  async append(records: readonly string[]): Promise<void> {
    const { maxRecords, maxAgeMs } = this.#limits;
    await this.#alone(async (client) => {
      // The rows of an array come in its order.
      const { rows } = await client.query<{ position: string }>(
        "INSERT INTO loopward.record (log, text) SELECT $1, unnest($2::text[]) RETURNING position",
        [this.#name, records],
      );
      await client.query(
        `DELETE FROM loopward.record WHERE log = $1 AND
           (position <= $2 OR position IN (
             SELECT position FROM loopward.record WHERE log = $1 AND at < now() - $3 * interval '1 ms'
             ORDER BY position LIMIT ${BATCH}))`,
        [this.#name, Number(rows.at(-1)?.position ?? 0) - maxRecords, maxAgeMs],
      );
    });
  }

  async end(): Promise<string> {
    const [last] = await this.#rows("ORDER BY position DESC LIMIT 1", []);
    return last?.position ?? "0";
  }

  async *fromEnd(): AsyncGenerator<readonly string[]> {
    for (let before = "9223372036854775807"; ;) {
      const rows = await this.#rows(`AND position < $2 ORDER BY position DESC LIMIT ${BATCH}`, [before]);
      const first = rows.at(-1);
      if (!first) return;
      yield rows.map(({ text }) => text);
      before = first.position;
    }
  }

  async after(place: string): Promise<RecordsRead> {
    const rows = await this.#rows(`AND position > $2 ORDER BY position LIMIT ${BATCH}`, [place]);
    return { records: rows.map(({ text }) => text), place: rows.at(-1)?.position ?? place };
  }

  async #rows(rest: string, parameters: readonly unknown[]): Promise<readonly Row[]> {
    try {
      const sql = `SELECT position, text FROM loopward.record WHERE log = $1 ${rest}`;
      return (await this.#pool.query<Row>(sql, [this.#name, ...parameters])).rows;
    } catch (error) {
      // Nobody has written yet.
      if ((error as { code?: unknown }).code === UNDEFINED_TABLE) return [];
      throw error;
    }
  }

  async #alone(act: (client: PgPoolClient) => Promise<unknown>): Promise<void> {
    const client = await this.#pool.connect();
    let failed = true;
    try {
      await client.query("BEGIN");
      await client.query(LOCK);
      await act(client);
      await client.query("COMMIT");
      failed = false;
    } finally {
      // What failed may still be in its transaction: such a connection is not used again.
      client.release(failed);
    }
  }
}
