import { byReportFile, parseReportFileName, reportFileName } from "./report-file.js";

/** A file of a folder of reports. */
export interface KeptFile {
  readonly name: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** The last of a day's files among the names of a folder; null where there is none yet. */
export function lastFileOf(day: string, names: readonly string[]): string | null {
  const ours = names.filter((name) => parseReportFileName(name)?.day === day);
  return ours.sort(byReportFile).at(-1) ?? null;
}

/**
 * The file of `day` that is to be filled: the last that is there, or the next one where that holds `maxBytes`. Writers that
 * decide at the same moment decide alike, and none waits for another.
 */
export function fileToFill(
  day: string,
  last: Pick<KeptFile, "name" | "size"> | null,
  maxBytes: number,
): string {
  if (!last) return reportFileName({ day, part: 0 });
  const part = parseReportFileName(last.name)?.part ?? 0;
  return last.size < maxBytes ? last.name : reportFileName({ day, part: part + 1 });
}

/**
 * Which of our files have to go, those that were not written to for longest, until the others hold no more than `maxBytes`;
 * `current` stays.
 */
export function filesToDelete(files: readonly KeptFile[], maxBytes: number, current: string): string[] {
  const ours = files.filter(({ name }) => parseReportFileName(name) !== null);
  let total = ours.reduce((sum, { size }) => sum + size, 0);
  const gone: string[] = [];
  for (const { name, size } of ours.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (total <= maxBytes) break;
    if (name === current) continue;
    gone.push(name);
    total -= size;
  }
  return gone;
}
