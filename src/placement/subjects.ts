import type { TaskInfo } from "../task/types.js";

/** Job names by which evidence on one adopted handler is kept apart. Those who put ids into names have no end of them. */
const MOST_NAMES = 500;

/**
 * What evidence is kept on: a task by its name; the jobs of an adopted handler by `queue/name`, because one file often does
 * several things, of which one blocks. After 500 names the others of a queue are one subject, the queue.
 */
export class Subjects {
  readonly #tasks = new Map<string, TaskInfo>();
  readonly #adopted = new Map<string, TaskInfo>();
  readonly #names = new Map<string, Set<string>>();

  constructor(tasks: readonly TaskInfo[]) {
    for (const task of tasks) {
      if (task.adopted) this.#adopted.set(task.queue, task);
      else this.#tasks.set(task.name, task);
    }
  }

  /** The subject of a run that reports call `name`, and its task under that name; null: no such task is known. */
  of(name: string, queue: string | undefined): TaskInfo | null {
    const handler = queue === undefined ? undefined : this.#adopted.get(queue);
    const task = this.#tasks.get(name);
    // A task and the handler of its queue: the task's name is its own.
    if (!handler || task?.queue === queue) return task ?? null;
    return name === queue || !this.#keptApart(handler.queue, name)
      ? handler
      : { ...handler, name: `${queue}/${name}` };
  }

  /** The subject of that name, as `of` gave it to some worker; null: its task is not known here. */
  named(name: string, queue: string): TaskInfo | null {
    const task = this.#tasks.get(name);
    if (task?.queue === queue) return task;
    if (!this.#adopted.has(queue)) return null;
    const subject = this.of(name.startsWith(`${queue}/`) ? name.slice(queue.length + 1) : name, queue);
    return subject?.name === name ? subject : null;
  }

  #keptApart(queue: string, name: string): boolean {
    let names = this.#names.get(queue);
    if (!names) this.#names.set(queue, (names = new Set()));
    if (names.size < MOST_NAMES) names.add(name);
    return names.has(name);
  }
}
