import { join } from "node:path";
import { describeApp } from "../../pool/describe-app.js";
import type { TaskInfo } from "../../task/types.js";
import { appFiles } from "../../worker/adopted/app-files.js";
import { readTasksFile } from "../../worker/tasks-file.js";

/** The tasks by name: of the app's files if some are given, else those that workers announced in `.loopward/tasks.json`. */
export async function knownTasks(
  root: string,
  app: readonly string[] | undefined,
): Promise<ReadonlyMap<string, TaskInfo>> {
  const tasks = app
    ? await describeApp({ ...appFiles(app, process.cwd()), root })
    : await readTasksFile(join(root, ".loopward"));
  return new Map(tasks.map((task) => [task.name, task]));
}
