import { fail } from "../../findings/errors.js";
import type { RecordLimits, RecordLog, RecordsRead } from "../record-log.js";
import type { RedisClient } from "./redis-client.js";

/** A few megabytes of reports. */
const BATCH = 1_000;
const FIELD = "record";

/** Records in a Redis stream. */
export class RedisRecords implements RecordLog {
  readonly #client: RedisClient;
  readonly #key: string;
  readonly #label: string;
  readonly #limits: RecordLimits;

  /** @param prefix BullMQ's: what shares no jobs shares no records */
  constructor(
    client: RedisClient,
    { prefix, label }: { readonly prefix: string; readonly label: string },
    name: string,
    limits: RecordLimits,
  ) {
    this.#client = client;
    this.#label = label;
    this.#key = `loopward:${prefix}:${name}`;
    this.#limits = limits;
  }

  async prepare(): Promise<void> {
    try {
      await this.#client.xtrim(this.#key, "MINID", 0);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "ReplyError") throw error;
      const parts: [string, string] = [
        this.#label,
        `it keeps no records before Redis 6.2 (${error.message})`,
      ];
      throw fail("LOOPWARD_BROKER_VERSION", parts, { cause: error });
    }
  }

  async append(records: readonly string[]): Promise<void> {
    const { maxRecords, maxAgeMs } = this.#limits;
    const commands = this.#client.multi();
    for (const record of records) commands.xadd(this.#key, "MAXLEN", "~", maxRecords, "*", FIELD, record);
    commands.xtrim(this.#key, "MINID", Date.now() - maxAgeMs);
    for (const [error] of (await commands.exec()) ?? []) if (error) throw error;
  }

  async end(): Promise<string> {
    const [last] = await this.#client.xrevrange(this.#key, "+", "-", "COUNT", 1);
    return last?.[0] ?? "0-0";
  }

  async *fromEnd(): AsyncGenerator<readonly string[]> {
    for (let from = "+"; ;) {
      const entries = await this.#client.xrevrange(this.#key, from, "-", "COUNT", BATCH);
      const first = entries.at(-1);
      if (!first) return;
      yield entries.map(([, fields]) => fields[1] ?? "");
      from = `(${first[0]}`;
    }
  }

  async after(place: string): Promise<RecordsRead> {
    const entries = await this.#client.xrange(this.#key, `(${place}`, "+", "COUNT", BATCH);
    return { records: entries.map(([, fields]) => fields[1] ?? ""), place: entries.at(-1)?.[0] ?? place };
  }
}
