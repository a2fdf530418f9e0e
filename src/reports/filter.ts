import type { Cause } from "../findings/cause.js";
import { hostLabel } from "../findings/host-label.js";
import type { ReportFacts } from "./facts.js";

/** Which reports are asked for; what is not said lets all through. */
export interface ReportFilter {
  /** Name of a task. */
  readonly task?: string | undefined;
  readonly cause?: Cause | undefined;
  /** Named as in a blame: `fs.readFileSync`. */
  readonly api?: string | undefined;
  /** A process (`4711`), a machine (`web-1`) or both (`web-1:4711`). */
  readonly host?: string | undefined;
  /** Only stalls that began at or after this moment. */
  readonly since?: Date | undefined;
  /** Only stalls that began before this moment. */
  readonly until?: Date | undefined;
}

/** Whether a report is asked for. */
export function matches(report: ReportFacts, filter: ReportFilter): boolean {
  const { task, cause, api, host } = filter;
  return (
    (task === undefined || report.task?.name === task) &&
    (cause === undefined || report.cause === cause) &&
    (api === undefined || report.blame?.api === api) &&
    (host === undefined || isHost(report.host, host)) &&
    isWithin(report, filter)
  );
}

function isHost(host: ReportFacts["host"], text: string): boolean {
  return text === String(host.pid) || text === host.name || text === hostLabel(host);
}

function isWithin({ time }: ReportFacts, { since, until }: ReportFilter): boolean {
  if (!since && !until) return true;
  const ms = Date.parse(time);
  return (!since || ms >= since.getTime()) && (!until || ms < until.getTime());
}
