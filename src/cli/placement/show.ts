import { join } from "node:path";
import { findProjectRoot } from "../../config/root.js";
import { fail } from "../../findings/errors.js";
import { describeEvidence } from "../../placement/describe.js";
import { readPlacements } from "../../placement/placement-file.js";
import type { Placement } from "../../placement/types.js";
import { paint } from "../colour.js";
import { print } from "../reports/print.js";
import { printable, printableJson } from "../reports/printable.js";
import { table } from "../reports/table.js";
import { counted, moment } from "../reports/words.js";

export interface PlacementFlags {
  explain?: string;
  format: "text" | "json";
}

const REASONS: Record<Placement["because"], string> = {
  declared: "the task declares it",
  default: "the worker's own pool",
  evidence: "evidence",
};

/**
 * `loopward placement`: what `.loopward/placement.json` says.
 * @throws LoopwardError `LOOPWARD_UNKNOWN_TASK` when the task to explain is not in it
 */
export async function showPlacement({ explain, format }: PlacementFlags): Promise<void> {
  const placements = await readPlacements(join(findProjectRoot(process.cwd()), ".loopward"));
  const wanted = placements.filter(({ task }) => explain === undefined || task === explain);
  if (explain !== undefined && wanted.length === 0)
    throw fail("LOOPWARD_UNKNOWN_TASK", [explain, placements.map(({ task }) => task).join(", ")]);
  if (format === "json") await print(printableJson(explain === undefined ? wanted : wanted[0]));
  else if (wanted.length === 0) await print("No worker has placed a task yet: start one with --guard.");
  else await print(explain === undefined ? overview(wanted) : wanted.map(explanation).join("\n"));
}

function overview(placements: readonly Placement[]): string {
  const rows = placements.map((placement) => [printable(placement.task), placement.pool, reason(placement)]);
  return table([{ title: "task" }, { title: "pool" }, { title: "why" }], rows);
}

function reason({ because, evidence, suggested, learntBy }: Placement): string {
  if (!evidence) return REASONS[because];
  const why = printable(describeEvidence(evidence) + learnt(learntBy));
  return suggested ? `${REASONS[because]}; better ${suggested}: ${why}` : why;
}

function explanation(placement: Placement): string {
  const { task, pool, because, evidence, suggested, since, learntBy } = placement;
  const head = `${paint.bold(printable(task))} runs in the pool ${pool}: ${REASONS[because]}`;
  if (!evidence) return `${head}\nNothing is known against it.`;
  const lines = evidence.lines.map(
    ({ file, line, api, count }) =>
      `  ${printable(`${file}:${line}`)}${api ? `  ${printable(api)}` : ""}  ${paint.dim(counted(count, "time"))}`,
  );
  const advice = suggested
    ? [`Start the worker with --placement=auto --processes N, or declare pool: "${suggested}".`]
    : [`\`loopward placement reset ${printable(task)}\` forgets it.`];
  const when = since ? paint.dim(` (${moment(since)})`) : "";
  return [
    head,
    `${printable(describeEvidence(evidence) + learnt(learntBy))}${when}`,
    ...lines,
    ...advice,
  ].join("\n");
}

function learnt(by: Placement["learntBy"]): string {
  return by.length > 0 ? `; learnt by ${by.join(", ")}` : "";
}
