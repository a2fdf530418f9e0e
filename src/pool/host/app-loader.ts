import { relative } from "node:path";
import { pathToFileURL } from "node:url";
import { fail } from "../../findings/errors.js";
import type { StallRule } from "../../findings/stall-rule.js";
import { isTask } from "../../task/define-task.js";
import { assertInputs } from "../../task/input.js";
import type { Task, TaskInfo } from "../../task/types.js";
import type { HostSetup } from "../protocol.js";
import { adoptHandler, handlerIn } from "./adopted/adopt-handler.js";

const TYPESCRIPT = /\.[cm]?tsx?$/;

/** A task as its host knows it. */
export interface LoadedTask {
  readonly task: Task<unknown, unknown>;
  readonly info: TaskInfo;
}

/**
 * Imports the app's files and collects the tasks they export, by name, and the handlers to adopt, by queue.
 * @param instrument packages whose code gets the checks for in-place abort beside the app's own; null: none gets any
 * @throws LoopwardError `LOOPWARD_APP_UNREADABLE`, `LOOPWARD_NO_TASKS`, `LOOPWARD_NO_HANDLER`, `LOOPWARD_DUPLICATE_TASK`;
 * InvalidInputError of a declared schedule
 */
export async function loadApp(
  { app: files, processors = [], root }: Pick<HostSetup, "app" | "processors" | "root">,
  instrument: readonly string[] | null,
): Promise<Map<string, LoadedTask>> {
  const all = [...files, ...processors.map((processor) => processor.file)];
  if (all.some((file) => TYPESCRIPT.test(file))) await registerTypeScript();
  if (instrument) {
    const { instrumentModules } = await import("../../../runtime/in-place/instrument-modules.js");
    instrumentModules(instrument);
  }
  const tasks = new Map<string, LoadedTask>();
  const add = (task: LoadedTask["task"], shown: string, more: Partial<TaskInfo> = {}) => {
    const earlier = tasks.get(task.name);
    if (earlier?.task === task) return;
    if (earlier) throw fail("LOOPWARD_DUPLICATE_TASK", [task.name, [earlier.info.file, shown].join(", ")]);
    tasks.set(task.name, { task, info: { ...describe(task, shown), ...more } });
  };
  for (const file of files) {
    const shown = relative(root, file);
    const found = new Set(exportsOf(await importFile(file, shown)).filter(isTask));
    if (found.size === 0) throw fail("LOOPWARD_NO_TASKS", [shown]);
    for (const task of found) {
      await assertInputs(
        task,
        task.declared.map(({ input }) => input),
      );
      add(task, shown);
    }
  }
  for (const { queue, file } of processors) {
    const shown = relative(root, file);
    const handler = handlerIn(await importFile(file, shown));
    if (!handler) throw fail("LOOPWARD_NO_HANDLER", [shown, queue]);
    add(adoptHandler(queue, handler), shown, { adopted: true });
  }
  return tasks;
}

/** What tasks say of the guard's ladder, by their names. */
export function stallRulesOf(tasks: Iterable<LoadedTask>): ReadonlyMap<string, StallRule> {
  const rules = new Map<string, StallRule>();
  for (const { info } of tasks) if (info.stall) rules.set(info.name, info.stall);
  return rules;
}

async function importFile(file: string, shown: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    throw fail("LOOPWARD_APP_UNREADABLE", [shown, error instanceof Error ? error.message : String(error)], {
      cause: error,
    });
  }
}

function exportsOf(module: Record<string, unknown>): unknown[] {
  // A CommonJS module shows its exports once more under `default`.
  const nested =
    typeof module.default === "object" && module.default !== null ? Object.values(module.default) : [];
  return [...Object.values(module), ...(nested as unknown[])];
}

// Node 20 runs no TypeScript; tsx writes inline source maps, which the guard reads to name the user's own lines.
async function registerTypeScript(): Promise<void> {
  const [esm, cjs] = await Promise.all([import("tsx/esm/api"), import("tsx/cjs/api")]);
  cjs.register();
  esm.register();
}

function describe(task: Task<unknown, unknown>, file: string): TaskInfo {
  return {
    name: task.name,
    queue: task.queue,
    pool: task.pool ?? null,
    attempts: task.attempts,
    timeLimitMs: task.timeLimit ?? null,
    softTimeLimitMs: task.softTimeLimit ?? null,
    idempotent: task.idempotent ?? true,
    stall: task.stall
      ? { action: task.stall.action ?? null, abortAfterMs: task.stall.abortAfterMs ?? null }
      : null,
    file,
    backoff: task.backoff,
    priority: task.priority,
    concurrency: task.concurrency,
    limit: task.limit,
    ...(task.declared.length > 0 && { schedules: task.declared }),
  };
}
