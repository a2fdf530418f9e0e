import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import { fail } from "../../findings/errors.js";
import type { EnqueueRequest } from "../../task/enqueuer.js";
import type { TaskInfo } from "../../task/types.js";

/** One run that was asked for. */
export interface SendRequest extends EnqueueRequest {
  readonly task: TaskInfo;
}

const lineSchema = z.strictObject({
  task: z.string(),
  input: z.unknown(),
  opts: z
    .strictObject({
      jobId: z.string().optional(),
      delay: z.number().nonnegative().optional(),
      priority: z.number().int().nonnegative().optional(),
      attempts: z.number().int().positive().optional(),
      deduplicationId: z.string().min(1).optional(),
      deduplicationTtl: z.number().positive().optional(),
    })
    .optional(),
});

/**
 * Reads what to send: one task from the arguments, or a file of NDJSON (blank lines are skipped).
 * @throws LoopwardError `LOOPWARD_BAD_JSON` with the line, `LOOPWARD_UNKNOWN_TASK`, `LOOPWARD_PATH_NOT_FOUND`
 */
export async function readRequests(
  source: { readonly task?: string; readonly json?: string; readonly file?: string },
  tasks: ReadonlyMap<string, TaskInfo>,
): Promise<SendRequest[]> {
  if (source.file === undefined) {
    const task = lookUp(source.task ?? "", tasks);
    const input = source.json === undefined ? {} : parse(source.json, "The input");
    return [{ task, input, options: {} }];
  }
  const requests: SendRequest[] = [];
  let lineNumber = 0;
  for await (const line of linesOf(source.file)) {
    lineNumber += 1;
    if (line.trim() === "") continue;
    const where = `Line ${lineNumber} of ${source.file === "-" ? "standard input" : source.file}`;
    const checked = lineSchema.safeParse(parse(line, where));
    if (!checked.success) throw fail("LOOPWARD_BAD_LINE", [where, z.prettifyError(checked.error)]);
    requests.push({
      task: lookUp(checked.data.task, tasks),
      input: checked.data.input,
      options: checked.data.opts ?? {},
    });
  }
  return requests;
}

function lookUp(name: string, tasks: ReadonlyMap<string, TaskInfo>): TaskInfo {
  const task = tasks.get(name);
  if (!task) throw fail("LOOPWARD_UNKNOWN_TASK", [name, [...tasks.keys()].join(", ")]);
  return task;
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw fail("LOOPWARD_BAD_JSON", [where, (error as Error).message], { cause: error });
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const stream = file === "-" ? process.stdin : createReadStream(file);
  try {
    yield* createInterface({ input: stream, crlfDelay: Infinity });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw fail("LOOPWARD_PATH_NOT_FOUND", [file], { cause: error });
    throw error;
  }
}
