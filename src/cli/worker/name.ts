import { hostname } from "node:os";
import { fail } from "../../findings/errors.js";

export const DEFAULT_NAME = "worker@%h";

/** Names of workers that were given none: the first has none beside it in its project. */
export function* defaultNames(): Generator<string, never> {
  yield workerName(DEFAULT_NAME);
  for (let number = 2; ; number += 1) yield workerName(`worker-${number}@%h`);
}

/**
 * A worker's name, as Celery writes them: `%h` is this machine's, `%n` and `%d` are what it has before and after the first dot.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION`
 */
export function workerName(text: string, machine = hostname()): string {
  const [host = machine, ...domain] = machine.split(".");
  const parts: Readonly<Record<string, string>> = { h: machine, n: host, d: domain.join("."), "%": "%" };
  const name = text.replace(/%(.)/g, (whole, letter: string) => parts[letter] ?? whole).trim();
  if (name === "") throw fail("LOOPWARD_BAD_OPTION", ["-n", "a name is not empty"]);
  return name;
}

/** The file of a worker's log: `%n` is its name without the machine, `%p` its process id. */
export function logFileName(file: string, name: string): string {
  return file.replace(/%n/g, name.split("@")[0] ?? name).replace(/%p/g, String(process.pid));
}
