import { hostLabel } from "../../findings/host-label.js";
import type { Row } from "./query.js";
import type { Facet, Facets } from "./types.js";

/** More than anyone picks from a list. */
const MAX_VALUES = 500;

/** What the rows can be filtered by. */
export function facetsOf(rows: readonly Row[]): Facets {
  const [task, cause, api, host] = [new Counter(), new Counter(), new Counter(), new Counter()];
  for (const { facts } of rows) {
    task.add(facts.task?.name);
    cause.add(facts.cause);
    api.add(facts.blame?.api);
    host.add(hostLabel(facts.host));
  }
  return { task: task.facets(), cause: cause.facets(), api: api.facets(), host: host.facets() };
}

class Counter {
  readonly #counts = new Map<string, number>();

  add(value: string | null | undefined): void {
    if (value !== null && value !== undefined) this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  facets(): Facet[] {
    return [...this.#counts]
      .sort(([, a], [, b]) => b - a)
      .slice(0, MAX_VALUES)
      .map(([value, count]) => ({ value, count }));
  }
}
