import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { fail } from "../findings/errors.js";
import { stallActions } from "../findings/stall-rule.js";
import type { TaskInfo } from "../task/types.js";

const schema = z.object({
  tasks: z.array(
    z.object({
      name: z.string(),
      queue: z.string(),
      pool: z.enum(["async", "processes"]).nullable(),
      attempts: z.number(),
      timeLimitMs: z.number().nullable(),
      softTimeLimitMs: z.number().nullable().default(null),
      idempotent: z.boolean(),
      stall: z
        .object({ action: z.enum(stallActions).nullable(), abortAfterMs: z.number().nullable() })
        .nullable(),
      file: z.string().nullable(),
      // What `send` gives to jobs; the rest is the worker's own affair.
      backoff: z
        .object({
          type: z.enum(["fixed", "exponential"]),
          delay: z.number(),
          jitter: z.number().optional(),
          maxDelay: z.number().optional(),
        })
        .optional(),
      priority: z.number().optional(),
      adopted: z.literal(true).optional(),
    }),
  ),
});

const fileOf = (stateDir: string) => join(stateDir, "tasks.json");

/** The tasks that workers of this project announced; none when no worker ran yet or the file cannot be read. */
export async function readTasksFile(stateDir: string): Promise<TaskInfo[]> {
  const text = await readFile(fileOf(stateDir), "utf8").catch(() => null);
  if (text === null) return [];
  try {
    return schema.parse(JSON.parse(text)).tasks;
  } catch {
    // The file is a cache that the next worker writes anew; a damaged one is as good as none.
    return [];
  }
}

/** Adds or renews `tasks` in `.loopward/tasks.json`, where `send` finds a task's queue. */
export async function writeTasksFile(stateDir: string, tasks: readonly TaskInfo[]): Promise<void> {
  const byName = new Map((await readTasksFile(stateDir)).map((task) => [task.name, task]));
  for (const task of tasks) byName.set(task.name, task);
  const file = fileOf(stateDir);
  const temporary = `${file}.${process.pid}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, `${JSON.stringify({ tasks: [...byName.values()] }, null, 2)}\n`);
    // Renamed into place: a reader never sees half a file.
    await rename(temporary, file);
  } catch (error) {
    throw fail("LOOPWARD_STATE_DIR", [stateDir, (error as Error).message], { cause: error });
  }
}
