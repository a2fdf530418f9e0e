import { fail } from "../../findings/errors.js";
import { confirm, isInteractive } from "../confirm.js";

/** @throws LoopwardError `LOOPWARD_BAD_OPTION` when nobody says yes */
export async function confirmPurge(queues: readonly string[] | undefined): Promise<void> {
  if (!isInteractive())
    throw fail("LOOPWARD_BAD_OPTION", [
      "--purge",
      "it removes jobs, and nobody is there to ask: add --force",
    ]);
  const which = queues ? `the queues ${queues.join(", ")}` : "all queues of these tasks";
  if (!(await confirm(`Remove all jobs of ${which} that have not begun?`)))
    throw fail("LOOPWARD_BAD_OPTION", ["--purge", "you did not say yes, so no worker was started"]);
}
