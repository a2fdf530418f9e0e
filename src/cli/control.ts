import { Command } from "commander";
import type { Endpoint, tellWorker as tellWorkerFunction } from "./control/client.js";
import { withTalkFlags, type TalkFlags } from "./inspect.js";
import { wholeNumber } from "./parse.js";
import type { SetExitCode } from "./program.js";

type TellWorker = typeof tellWorkerFunction;

const EXAMPLES = `
Examples:
  $ loopward control shutdown                 all workers of this project: the runs in flight finish
  $ loopward control shutdown --cold          their runs go back to the queues at once
  $ loopward control pool-grow 50 -d worker
  $ loopward control cancel 17                its signal is aborted; it fails and is not tried again
  $ loopward control cancel feeds/17          ids are unique in their queue only

Exit codes: 0 done, 1 not done by a worker that answers (cancel: none has the run in hand), 2 there is no worker.`;

/** `loopward control`: tells the running workers of this project what to do. */
export function controlCommand(setExitCode: SetExitCode): Command {
  const control = new Command("control").description("tell the running workers of this project what to do");
  const tell = async <T>(
    flags: TalkFlags,
    speak: (tellWorker: TellWorker, worker: Endpoint) => Promise<T>,
    toText: (value: T) => string,
    isDone?: (value: T) => boolean,
  ) => {
    const [{ tellWorker }, { eachWorker }] = await Promise.all([
      import("./control/client.js"),
      import("./inspect/each-worker.js"),
    ]);
    setExitCode(await eachWorker(flags, (worker) => speak(tellWorker, worker), toText, isDone));
  };
  withTalkFlags(control.command("shutdown").description("stop when the runs in flight have finished"))
    .option("--cold", "stop at once: they go back to their queues, with no attempt charged")
    .action((flags: TalkFlags & { cold?: true }) =>
      tell(
        flags,
        (send, { socket }) => send(socket, "shutdown", { how: flags.cold ? "cold" : "warm" }),
        ({ how }) => `stops, ${how}`,
      ),
    );
  for (const [order, what] of [
    ["pool-grow", "add slots to the worker's own pool"],
    ["pool-shrink", "take slots away; what is on board finishes"],
  ] as const)
    withTalkFlags(control.command(order).description(what))
      .argument("[n]", "how many", wholeNumber(1), 1)
      .action((by: number, flags: TalkFlags) =>
        tell(
          flags,
          (send, { socket }) => send(socket, order, { by }),
          ({ slots }) => `${slots} slots`,
        ),
      );
  withTalkFlags(control.command("cancel").description("abort a run's signal and reject it for good"))
    .argument("<run>", "its id, or QUEUE/ID")
    .action((run: string, flags: TalkFlags) =>
      tell(
        flags,
        (send, { socket }) => send(socket, "cancel", { run }),
        ({ cancelled }) => (cancelled ? `cancelled ${run}` : `does not have ${run} in hand`),
        ({ cancelled }) => cancelled,
      ),
    );
  return control.addHelpText("after", EXAMPLES);
}
