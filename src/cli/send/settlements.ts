import type { RunRef, Settlements } from "../../worker/settlements.js";

/** One line of `send --wait --format json`. */
export interface Settled {
  readonly id: string;
  readonly task: string;
  readonly status: "completed" | "failed";
  readonly value: unknown;
  /** `Name: message` of what the run failed with; null when it completed. */
  readonly error: string | null;
  readonly attempts: number;
  /** Whether a host was lost under the run and another took it over. */
  readonly redelivered: boolean;
}

/** Yields each run once, in the order in which they settle. */
export async function* inOrderOfSettling(
  settlements: Settlements,
  runs: readonly (RunRef & { readonly task: string })[],
): AsyncGenerator<Settled> {
  const done: Settled[] = [];
  let wake: () => void = () => undefined;
  for (const run of runs) void settle(run);
  for (let yielded = 0; yielded < runs.length; yielded += 1) {
    if (done.length === yielded) await new Promise<void>((resolve) => (wake = resolve));
    const next = done[yielded];
    if (next) yield next;
  }

  async function settle(run: (typeof runs)[number]): Promise<void> {
    const { status, value, failure, attempts, redelivered } = await settlements.outcomeOf(run);
    const error = failure && `${failure.name}: ${failure.message}`;
    done.push({ id: run.id, task: run.task, status, value, error, attempts, redelivered });
    wake();
  }
}
