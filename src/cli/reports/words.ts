import { causes } from "../../findings/cause.js";
import type { Report } from "../../findings/report.js";
import { printable } from "./printable.js";

/** `812 ms`, `1.2 s`, `3 min 20 s`, `12 h 28 min`. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `1 run`, `37 runs`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `2026-11-23 18:04:05`, in local time. */
export function moment(iso: string): string {
  const time = new Date(iso);
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace("T", " ");
}

/** `src/render.ts:12`, or a dash. */
export function place(blame: { readonly file: string; readonly line: number } | null): string {
  return blame ? printable(`${blame.file}:${blame.line}`) : "—";
}

/** What stood still: the API if one is known, else the cause. */
export function culpritName({
  api,
  cause,
}: {
  readonly api: string | null;
  readonly cause: Report["cause"];
}): string {
  return api ? printable(api) : causes[cause].title;
}

/** The name of a task, or a dash. */
export function taskName(name: string | null | undefined): string {
  return name ? printable(name) : "—";
}
