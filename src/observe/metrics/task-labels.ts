/** Stands for whatever no task is known for: of names that anybody may invent, a metric makes one series. */
export const OTHER = "(other)";

/** Which tasks metrics tell apart: those that hosts have loaded, and no others, so that there are no more series than tasks. */
export class TaskLabels {
  readonly #known = new Set<string>();

  /** @param names tasks; of an adopted handler, its queue */
  add(names: readonly string[]): void {
    for (const name of names) this.#known.add(name);
  }

  /** @param name a task, or an adopted handler's queue, by itself or with the name of a job behind it: `queue/name` */
  of(name: string): string {
    if (this.#known.has(name)) return name;
    const queue = name.slice(0, Math.max(0, name.indexOf("/")));
    return this.#known.has(queue) ? queue : OTHER;
  }
}
