import { setTimeout as sleep } from "node:timers/promises";
import { untilAnswered } from "../broker/patience.js";
import type { RecordLog } from "../broker/record-log.js";
import type { Broker } from "../broker/types.js";
import { DEFAULT_FLEET_REPORTS, FLEET_REPORTS, FLEET_REPORTS_AGE_MS } from "../findings/fleet-reports.js";
import type { Report } from "../findings/report.js";
import type { WorkerLog } from "./options.js";

/** Reports that wait for the broker; beyond that the oldest are dropped rather than kept in memory. */
const MAX_WAITING = 1_000;
/** More in one step would hold up what a worker has to say of its jobs on the same connection. */
const MAX_BATCH = 100;
/** Reports come in bursts, and one step takes many. */
const GATHER_MS = 500;
/** Guards write a few KB. A report that is larger stays in the worker's own folder. */
const MAX_CHARS = 256 * 1024;
/** The broker has been away, or is: a worker that ends does not wait for it. */
const CLOSE_PATIENCE_MS = 2_000;

/**
 * What keeps a worker's reports on its broker; null where nobody asked for it.
 * @throws LoopwardError when the broker does not let it
 */
export async function openFleetReports(
  broker: Broker,
  choice: boolean | number | undefined,
  log: WorkerLog,
): Promise<FleetReports | null> {
  if (choice === undefined || choice === false) return null;
  const maxRecords = choice === true ? DEFAULT_FLEET_REPORTS : choice;
  const records = broker.records(FLEET_REPORTS, { maxRecords, maxAgeMs: FLEET_REPORTS_AGE_MS });
  await records.prepare();
  return new FleetReports(records, log);
}

/** Appends a worker's final reports to what its fleet keeps on the broker; no run ever waits for it. */
export class FleetReports {
  readonly #records: RecordLog;
  readonly #log: WorkerLog;
  readonly #ending = new AbortController();
  #waiting: string[] = [];
  #lost = 0;
  #telling: Promise<void> | null = null;
  #isGivenUp = false;

  constructor(records: RecordLog, log: WorkerLog) {
    this.#records = records;
    this.#log = log;
  }

  /** Queues a report and returns at once; never throws. One of a stall that lasts is left out: it comes again. */
  append(report: Report): void {
    if (report.ongoing || this.#ending.signal.aborted) return;
    const line = JSON.stringify(report);
    if (line.length > MAX_CHARS) this.#lost += 1;
    else this.#waiting.push(line);
    if (this.#waiting.length > MAX_WAITING) {
      this.#waiting.shift();
      this.#lost += 1;
    }
    this.#telling ??= this.#tell();
  }

  /** Tells what waits, if the broker listens; what is appended later is ignored. */
  async close(): Promise<void> {
    this.#ending.abort();
    await Promise.race([this.#telling, sleep(CLOSE_PATIENCE_MS, undefined, { ref: false })]);
    this.#isGivenUp = true;
  }

  async #tell(): Promise<void> {
    // Aborted: all that is left is told at once.
    await sleep(GATHER_MS, undefined, { signal: this.#ending.signal, ref: false }).catch(() => undefined);
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MAX_BATCH);
      try {
        await untilAnswered(
          () => this.#records.append(batch),
          () => this.#isGivenUp,
        );
      } catch (error) {
        this.#lost += batch.length;
        const reason = error instanceof Error ? error.message : String(error);
        this.#log.warn({}, `reports were not kept for the fleet: ${reason}`);
      }
    }
    this.#telling = null;
    if (this.#lost > 0) this.#log.warn({}, `${this.#lost} reports were not kept for the fleet`);
    this.#lost = 0;
  }
}
