import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { fail } from "../../findings/errors.js";
import type { HostSetup } from "../../pool/protocol.js";

type AppFiles = Required<Pick<HostSetup, "app" | "processors">>;

/**
 * What `-A` (and `app` in the library) is given: files that export tasks, and BullMQ processor files as `queue=file`.
 * A name that exists as a file is one, whatever signs are in it.
 * @param cwd what relative files are relative to
 * @throws LoopwardError `LOOPWARD_BAD_OPTION`
 */
export function appFiles(given: readonly string[], cwd: string): AppFiles {
  const app: string[] = [];
  const processors = new Map<string, string>();
  for (const each of given) {
    const sign = each.indexOf("=");
    if (sign < 0 || existsSync(resolve(cwd, each))) {
      app.push(resolve(cwd, each));
      continue;
    }
    const queue = each.slice(0, sign);
    const file = pathOf(each.slice(sign + 1), cwd);
    if (queue === "" || queue.includes(":") || sign === each.length - 1)
      throw fail("LOOPWARD_BAD_OPTION", [`-A ${each}`, "write QUEUE=FILE, the queue's name without a colon"]);
    const earlier = processors.get(queue);
    if (earlier !== undefined && earlier !== file)
      throw fail("LOOPWARD_BAD_OPTION", [
        `-A ${each}`,
        `the queue has a processor already (${earlier}): a queue has one`,
      ]);
    processors.set(queue, file);
  }
  return { app, processors: Array.from(processors, ([queue, file]) => ({ queue, file })) };
}

// As BullMQ's Worker takes them: a path, with or without its `.js`, or a URL.
function pathOf(given: string, cwd: string): string {
  const path = given.startsWith("file:") ? fileURLToPath(given) : resolve(cwd, given);
  return !existsSync(path) && existsSync(`${path}.js`) ? `${path}.js` : path;
}
