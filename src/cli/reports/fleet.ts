import { openBroker } from "../../broker/open-broker.js";
import { untilAnswered } from "../../broker/patience.js";
import { brokerUrl, loadProject } from "../../config/config.js";
import { DEFAULT_FLEET_REPORTS, FLEET_REPORTS, FLEET_REPORTS_AGE_MS } from "../../findings/fleet-reports.js";
import { fleetLog } from "../../reports/fleet-log.js";
import type { ReportLog } from "../../reports/report-log.js";
import { say } from "./say.js";

/**
 * Lets `use` read what the workers of a fleet keep beside their jobs.
 * @throws LoopwardError `LOOPWARD_BROKER_…`, and what `use` throws
 */
export async function withFleetLog<Result>(
  url: string | undefined,
  use: (log: ReportLog) => Promise<Result>,
): Promise<Result> {
  const { root, config } = await loadProject(process.cwd());
  const broker = await openBroker(brokerUrl(url, config), { cwd: root, onNotice: say });
  try {
    const limits = { maxRecords: DEFAULT_FLEET_REPORTS, maxAgeMs: FLEET_REPORTS_AGE_MS };
    const records = broker.records(FLEET_REPORTS, limits);
    const patient = {
      fromEnd: () => records.fromEnd(),
      end: () => records.end(),
      // Whoever follows goes on when a lost broker is back.
      after: (place: string) =>
        untilAnswered(
          () => records.after(place),
          () => broker.isAbandoned,
        ),
    };
    return await use(fleetLog(patient, `the fleet's reports on ${broker.label}`));
  } finally {
    await broker.close();
  }
}
