import { paint } from "../colour.js";
import type { Settled } from "./settlements.js";

export function printSettled(settled: Settled, format: "text" | "json"): void {
  process.stdout.write(`${format === "json" ? JSON.stringify(settled) : text(settled)}\n`);
}

function text({ id, task, status, value, error, attempts, redelivered }: Settled): string {
  const notes = [attempts > 1 && `${attempts} attempts`, redelivered && "redelivered"]
    .filter(Boolean)
    .join(", ");
  const tail = notes ? paint.dim(` (${notes})`) : "";
  return status === "completed"
    ? `${paint.green("completed")} ${task} ${id}: ${JSON.stringify(value)}${tail}`
    : `${paint.red("failed")} ${task} ${id}: ${error}${tail}`;
}

/** Says what was enqueued, when nobody waits for results. */
export function printEnqueued(runs: readonly { id: string; task: string }[], format: "text" | "json"): void {
  if (format === "json") {
    for (const { id, task } of runs) process.stdout.write(`${JSON.stringify({ id, task })}\n`);
  } else if (runs.length === 1) process.stdout.write(`enqueued ${runs[0]?.task} as ${runs[0]?.id}\n`);
  else process.stdout.write(`enqueued ${runs.length} runs\n`);
}
