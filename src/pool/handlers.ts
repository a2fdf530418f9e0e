import type { Report } from "../findings/report.js";
import type { TaskInfo } from "../task/types.js";

/** Whose function executes a run that a report names: of an adopted handler reports tell the job's name. */
export class Handlers {
  readonly #own: ReadonlySet<string>;
  readonly #adopted: ReadonlySet<string>;

  constructor(tasks: readonly TaskInfo[]) {
    this.#own = new Set(tasks.filter(({ adopted }) => !adopted).map(({ name }) => name));
    this.#adopted = new Set(tasks.filter(({ adopted }) => adopted).map(({ queue }) => queue));
  }

  /** The task's name, or an adopted handler's queue; null where the report blames no one. */
  of({ task }: Report): string | null {
    if (!task) return null;
    return !this.#own.has(task.name) && this.#adopted.has(task.queue) ? task.queue : task.name;
  }
}
