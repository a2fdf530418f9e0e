import { findingAt, readFindings } from "../../reports/findings.js";
import { reportsWithIds } from "../../reports/read.js";
import type { Culprit, Summary } from "../../reports/summarise.js";
import { missingFor } from "../../reports/unseen.js";
import { paint } from "../colour.js";
import { printable } from "./printable.js";
import type { ReportsSource } from "./source.js";
import { place } from "./words.js";

/** More than a person mends at once; the worst come first. */
const MOST = 20;

/** A line that stalled loops and that the linter does not report. */
export interface Unseen extends Pick<Culprit, "api" | "cause" | "worstId"> {
  readonly file: string;
  readonly line: number;
  /** What the catalogue or the analysis lacks, as far as the stack tells. */
  readonly missing: string;
}

/**
 * The worst lines of a summary that the linter did not see; null where `loopward check` left no findings to compare with.
 * @throws LoopwardError `LOOPWARD_BAD_FINDINGS`
 */
export async function unseenCulprits(
  { culprits }: Summary,
  { root, log }: ReportsSource,
): Promise<readonly Unseen[] | null> {
  const findings = await readFindings(root);
  if (!findings) return null;
  const unseen = new Map<string, Omit<Unseen, "missing">>();
  for (const { file, line, api, cause, worstId } of culprits) {
    if (file === null || line === null || findingAt(findings, { file, line })) continue;
    const key = `${file}:${line}`;
    if (!unseen.has(key) && unseen.size < MOST) unseen.set(key, { file, line, api, cause, worstId });
  }
  const ids = new Set([...unseen.values()].map(({ worstId }) => worstId));
  const missing = new Map<string, string>();
  if (ids.size > 0)
    for await (const batch of reportsWithIds(log, (id) => ids.has(id)))
      for (const report of batch) missing.set(report.id, missingFor(report, findings));
  return [...unseen.values()].map((its) => ({ ...its, missing: missing.get(its.worstId) ?? "" }));
}

/** The section below the table of `summary`; empty where there is nothing to say. */
export function unseenText(unseen: readonly Unseen[] | null): string {
  if (!unseen || unseen.length === 0) return "";
  const lines = unseen.map((its) => `  ${place(its)}  ${paint.dim(printable(its.missing))}`);
  return ["", "", paint.bold("Unseen by lint:"), ...lines].join("\n");
}
