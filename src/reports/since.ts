import { fail } from "../findings/errors.js";

const unitsMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * The moment that `--since` (or another option) means: a time ago (`90s`, `15m`, `1h`, `7d`, `2w`) or an ISO date or time.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION`
 */
export function parseSince(text: string, nowMs = Date.now(), option = "--since"): Date {
  const [, amount, unit = ""] = /^(\d+)([smhdw])$/.exec(text) ?? [];
  const since = amount ? nowMs - Number(amount) * (unitsMs[unit] ?? NaN) : isoTime(text);
  const date = new Date(since);
  if (Number.isNaN(date.getTime()))
    throw fail("LOOPWARD_BAD_OPTION", [
      option,
      `${JSON.stringify(text)} is neither a time ago (90s, 15m, 1h, 7d, 2w) nor an ISO date (2026-11-23T18:00)`,
    ]);
  return date;
}

function isoTime(text: string): number {
  // `Date.parse` alone takes nearly anything for a date ("banana 1").
  return /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(text) ? Date.parse(text) : NaN;
}
