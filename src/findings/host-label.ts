import type { Report } from "./report.js";

/** Tells the processes of several machines apart: `web-1:4711`; of a report that names no machine `4711`. */
export function hostLabel({ name, pid }: Report["host"]): string {
  return name === undefined ? String(pid) : `${name}:${pid}`;
}
