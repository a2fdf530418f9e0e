import { counted, duration } from "../../src/findings/words.js";
import type { ReadStall } from "./read-known-stalls.js";

const DAY_MS = 24 * 3_600_000;
const WEEK_DAYS = 7;

/** `37 times this week, worst 812 ms, task feeds.fetch and 2 more`. */
export function whatHappened({ countByDay, worstMs, tasks, lastTime }: ReadStall, nowMs: number): string {
  const weekAgo = new Date(nowMs - (WEEK_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const days = Object.entries(countByDay);
  const inWeek = sum(days.filter(([day]) => day >= weekAgo).map(([, count]) => count));
  const often =
    inWeek > 0
      ? `${counted(inWeek, "time")} this week`
      : `${counted(sum(days.map(([, count]) => count)), "time")}, last on ${lastTime.slice(0, 10)}`;
  const [task, ...others] = tasks;
  const and = others.length > 0 ? ` and ${others.length} more` : "";
  return [often, `worst ${duration(worstMs)}`, ...(task === undefined ? [] : [`task ${task}${and}`])].join(
    ", ",
  );
}

/** Whether it was longer ago. */
export function isOlderThan({ lastTime }: ReadStall, days: number, nowMs: number): boolean {
  return Date.parse(lastTime) < nowMs - days * DAY_MS;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
