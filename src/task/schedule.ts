/** When a schedule is due: at the times of a cron expression, or every so many ms. */
export type When =
  | {
      /** Five fields, or six with seconds first: `0 7 * * 1-5`. */
      readonly cron: string;
      /** An IANA time zone: `Europe/Berlin`; the worker's own unless said. */
      readonly tz?: string;
    }
  | { readonly every: number };

/** A schedule that a task's definition declares. */
export type DeclaredSchedule<Input> = When & {
  /** Tells the schedules of one task apart; `default` unless said. */
  readonly name?: string;
  readonly input: Input;
};

/** A declared schedule as the supervisor knows it. */
export type ScheduleInfo = DeclaredSchedule<unknown> & { readonly name: string };

/** A schedule as the broker keeps it. */
export interface Schedule {
  readonly task: string;
  readonly name: string;
  readonly when: When;
  readonly input: unknown;
  /** Whether a definition declares it (`defineTask({ schedule })`), and not a call of `schedule`. */
  readonly declared: boolean;
  /** When it is due next. */
  readonly next: Date;
}

const DEFAULT_NAME = "default";

/** All that a definition declares, each with its name. */
export function declaredSchedules(
  schedule: DeclaredSchedule<unknown> | readonly DeclaredSchedule<unknown>[] | undefined,
): readonly ScheduleInfo[] {
  return listOf(schedule).map((one) => ({ ...one, name: one.name ?? DEFAULT_NAME }));
}

/** What is wrong with declared schedules, as far as it can be seen without a calendar; null: nothing. */
export function faultOfSchedules(schedule: unknown): string | null {
  if (schedule === undefined) return null;
  const names = new Set<string>();
  for (const one of listOf(schedule)) {
    const fault = faultOfWhen(one);
    if (fault) return fault;
    const { name = DEFAULT_NAME } = one as { name?: unknown };
    if (typeof name !== "string" || name === "") return "a schedule's `name` must be a non-empty string";
    if (names.has(name)) return `two schedules are named "${name}"`;
    names.add(name);
  }
  return null;
}

/** What is wrong with the form of a schedule; null: nothing. */
export function faultOfWhen(when: unknown): string | null {
  if (typeof when !== "object" || when === null) return "a schedule is an object";
  const { cron, tz, every } = when as Record<string, unknown>;
  if ((cron === undefined) === (every === undefined)) return "a schedule has either `cron` or `every`";
  if (every !== undefined && !(typeof every === "number" && every > 0))
    return "`every` must be a number of milliseconds above 0";
  if (cron !== undefined && typeof cron !== "string") return "`cron` must be a string";
  if (tz !== undefined && (typeof tz !== "string" || cron === undefined))
    return "`tz` must be a string, and goes with `cron`";
  return null;
}

function listOf<T>(one: T | readonly T[] | undefined): readonly T[] {
  if (one === undefined) return [];
  return Array.isArray(one) ? (one as readonly T[]) : [one as T];
}
