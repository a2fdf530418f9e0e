import type { Job } from "../../broker/types.js";
import type { TaskInfo } from "../../task/types.js";

/** What Bull, BullMQ's predecessor, calls a job that was given no name. */
const NO_NAME = "__default__";

/** Who executes a job. */
export interface Executed {
  /**
   * The name that logs and reports use: the task's, or, for an adopted handler, the job's own; the queue's where the job
   * has none.
   */
  readonly task: string;
  readonly adopted: boolean;
}

/** The tasks of one queue: its adopted handler, if it has one, takes the jobs that no other task of it is named as. */
export class QueueTasks {
  readonly #tasks: () => readonly TaskInfo[];
  readonly #queue: string;
  #read: readonly TaskInfo[] | null = null;
  #adopted = false;
  #own: ReadonlySet<string> = new Set();

  /** @param tasks those of the app; another array when it was loaded anew */
  constructor(tasks: () => readonly TaskInfo[], queue: string) {
    this.#tasks = tasks;
    this.#queue = queue;
  }

  of({ name, queueName }: Pick<Job, "name" | "queueName">): Executed {
    this.#readAgain(this.#tasks());
    if (!this.#adopted || this.#own.has(name)) return { task: name, adopted: false };
    return { task: name === "" || name === NO_NAME ? queueName : name, adopted: true };
  }

  #readAgain(tasks: readonly TaskInfo[]): void {
    if (tasks === this.#read) return;
    this.#read = tasks;
    const ofQueue = tasks.filter((task) => task.queue === this.#queue);
    this.#adopted = ofQueue.some((task) => task.adopted);
    this.#own = new Set(ofQueue.filter((task) => !task.adopted).map((task) => task.name));
  }
}
