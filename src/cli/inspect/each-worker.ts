import { loadProject } from "../../config/config.js";
import { findWorkers, type Endpoint } from "../control/client.js";
import type { ExitCode } from "../exit-code.js";
import type { TalkFlags } from "../inspect.js";

type Answer<T> = { readonly name: string } & ({ readonly value: T } | { readonly error: Error });

/**
 * Speaks to each worker that is meant, and prints the answers: as text, or as one JSON object by their names.
 * @param isDone whether an answer says that what was asked was done; by one worker is enough
 */
export async function eachWorker<T>(
  { destination, format }: TalkFlags,
  speak: (worker: Endpoint) => Promise<T>,
  toText: (value: T) => string,
  isDone: (value: T) => boolean = () => true,
): Promise<ExitCode> {
  const { root } = await loadProject(process.cwd());
  const workers = await findWorkers(root, destination);
  const answers = await Promise.all(workers.map((worker) => answerOf(worker, speak)));
  if (format === "json") {
    const byName = answers.map((answer) => [
      answer.name,
      "value" in answer ? answer.value : { error: answer.error.message },
    ]);
    process.stdout.write(`${JSON.stringify(Object.fromEntries(byName), null, 2)}\n`);
  } else {
    for (const answer of answers)
      process.stdout.write(
        `${answer.name}: ${"value" in answer ? toText(answer.value) : answer.error.message}\n`,
      );
  }
  const failed = answers.some((answer) => "error" in answer);
  return !failed && answers.some((answer) => "value" in answer && isDone(answer.value)) ? 0 : 1;
}

async function answerOf<T>(worker: Endpoint, speak: (worker: Endpoint) => Promise<T>): Promise<Answer<T>> {
  try {
    return { name: worker.name, value: await speak(worker) };
  } catch (error) {
    return { name: worker.name, error: error as Error };
  }
}
