import { openBroker } from "../../broker/open-broker.js";
import { brokerUrl, loadProject } from "../../config/config.js";
import { enqueueRuns } from "../../worker/enqueue.js";
import { Settlements } from "../../worker/settlements.js";
import type { ExitCode } from "../exit-code.js";
import type { SendFlags } from "../send.js";
import { knownTasks } from "./known-tasks.js";
import { printEnqueued, printSettled } from "./print.js";
import { progressBar } from "./progress.js";
import { readRequests } from "./requests.js";
import { inOrderOfSettling } from "./settlements.js";

/** What `loopward send` was asked for. */
export type SendOrder = SendFlags & { readonly task?: string; readonly json?: string };

/** Enqueues what was asked for and, with `wait`, prints each run when it settled; 1 if some run failed. */
export async function runSend(flags: SendOrder): Promise<ExitCode> {
  const { root, config } = await loadProject(process.cwd());
  const tasks = await knownTasks(root, flags.app);
  // Everything is checked before anything is sent: bad input loses and duplicates nothing.
  const requests = await readRequests(flags, tasks);
  const broker = await openBroker(brokerUrl(flags.broker, config), {
    cwd: root,
    onNotice: (message) => process.stderr.write(`${message}\n`),
  });
  try {
    const settlements = new Settlements(broker);
    // Before the first is enqueued, so that none can settle unnoticed.
    if (flags.wait) await Promise.all(requests.map((request) => settlements.listen(request.task.queue)));
    const bar = progressBar(requests.length, flags.wait ? "settled" : "enqueued");
    const runs = await enqueueRuns(broker, settlements, requests, (count) =>
      flags.wait ? undefined : bar.advance(count),
    );
    let failed = 0;
    if (flags.wait) {
      for await (const settled of inOrderOfSettling(settlements, runs)) {
        if (settled.status === "failed") failed += 1;
        bar.interrupt(() => printSettled(settled, flags.format));
        bar.advance(1);
      }
    }
    bar.stop();
    if (!flags.wait) printEnqueued(runs, flags.format);
    return failed > 0 ? 1 : 0;
  } finally {
    await broker.close();
  }
}
