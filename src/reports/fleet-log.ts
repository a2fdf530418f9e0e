import { setTimeout as sleep } from "node:timers/promises";
import type { ReportLog } from "./report-log.js";

const LOOK_EVERY_MS = 500;

/** What is asked of the records that a broker keeps. */
export interface FleetRecords {
  fromEnd(): AsyncIterable<readonly string[]>;
  end(): Promise<string>;
  after(place: string): Promise<{ readonly records: readonly string[]; readonly place: string }>;
}

/** The reports that the workers of a fleet keep beside their jobs. What the broker throws is passed on. */
export function fleetLog(records: FleetRecords, label: string): ReportLog {
  return {
    label,
    fromEnd: () => records.fromEnd(),
    async fromNow() {
      const end = await records.end();
      return (signal) => follow(records, end, signal);
    },
  };
}

async function* follow(records: FleetRecords, from: string, signal: AbortSignal): AsyncGenerator<string> {
  for (let place = from; !signal.aborted;) {
    const read = await records.after(place);
    yield* read.records;
    if (read.records.length === 0)
      // Aborted: the loop ends.
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    place = read.place;
  }
}
