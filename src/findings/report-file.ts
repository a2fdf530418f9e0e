/**
 * Files of reports are named by day (UTC) and, from the second of a day on, a number: `2026-11-23.ndjson`,
 * `2026-11-23.1.ndjson`, … What has another name was put there by somebody, is read, and never deleted.
 */
export interface ReportFile {
  readonly day: string;
  /** From 0, in the order in which they were filled. */
  readonly part: number;
}

/** No file grows beyond this by much, so that the oldest can go without taking a whole day along. */
export const MAX_REPORT_FILE_BYTES = 16 * 1024 * 1024;

/** What all files of a folder may hold together unless said; the oldest go first. */
export const DEFAULT_REPORTS_BYTES = 256 * 1024 * 1024;

/** How large one file may get where all of them may have `totalBytes`: an eighth, so that seven eighths stay when one goes. */
export function reportFileBytes(totalBytes: number): number {
  return Math.min(MAX_REPORT_FILE_BYTES, Math.max(1, Math.floor(totalBytes / 8)));
}

/** The file's name. */
export function reportFileName({ day, part }: ReportFile): string {
  return part === 0 ? `${day}.ndjson` : `${day}.${part}.ndjson`;
}

/** Which file has this name; null where it is none of ours. */
export function parseReportFileName(name: string): ReportFile | null {
  const [, day, part = "0"] = /^(\d{4}-\d{2}-\d{2})(?:\.(\d{1,9}))?\.ndjson$/.exec(name) ?? [];
  return day === undefined ? null : { day, part: Number(part) };
}

/** The day of a moment, in UTC. */
export function reportDay(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** Orders names by day and part, oldest first; others by name. */
export function byReportFile(a: string, b: string): number {
  const [x, y] = [parseReportFileName(a), parseReportFileName(b)];
  if (x && y?.day === x.day) return x.part - y.part;
  return a < b ? -1 : Number(a > b);
}
