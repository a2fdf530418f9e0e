import { causes } from "../../findings/cause.js";
import type { Report } from "../../findings/report.js";
import { printable } from "./printable.js";

export { counted, duration } from "../../findings/words.js";

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
