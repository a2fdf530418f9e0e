import type { Evidence } from "./types.js";

const MINUTE_MS = 60_000;
const SHOWN_LINES = 3;

/** The evidence in one sentence, its worst lines first. */
export function describeEvidence(evidence: Evidence): string {
  const lines = evidence.lines.slice(0, SHOWN_LINES).map(({ file, line, api }) => {
    const by = api ? ` (${api})` : "";
    return `${file}:${line}${by}`;
  });
  const where = lines.length > 0 ? ` at ${lines.join(", ")}` : "";
  if (evidence.from === "findings") return `the linter found that it blocks${where}`;
  const { stalls, stolenMs, worstMs, share, windowMs } = evidence;
  const often = `${stalls} stall${stalls === 1 ? "" : "s"}`;
  const much = `${stolenMs} ms stolen in ${Math.round(windowMs / MINUTE_MS)} min, ${worstMs} ms the worst`;
  return `${often}, ${much}, ${Math.round(share * 100)} % of its time${where}`;
}
