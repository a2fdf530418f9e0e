import { Command } from "commander";
import { holdHeap } from "../pool/heap.js";
import type { SetExitCode } from "./program.js";
import type { WorkerFlags } from "./worker/flags.js";
import { workerOptions } from "./worker/options/index.js";

const EXAMPLES = `
What takes a value can be given as LOOPWARD_NAME (LOOPWARD_CONCURRENCY=1000), too, and all but --purge in loopward.config.ts:
a flag goes before the environment, and the environment before the file. docs/worker.md has a table of all of them.

Examples:
  $ loopward worker -A tasks.ts                                   a worker with 100 slots on the embedded broker
  $ loopward worker -A tasks.ts -P async -c 1000 --guard          a thousand runs at once, watched
  $ loopward worker -A tasks.ts -c 1000 --loop-target 150         a thousand at most, and no loop later than that
  $ loopward worker -A tasks.ts --guard-strict                    reports blocking calls before they hurt
  $ loopward worker -A tasks.ts -P processes -c 4                 four hosts, one run each
  $ loopward worker -A tasks.ts -c 1000 --hosts 2 --processes 2   both pools in one worker
  $ loopward worker -A tasks.ts -P processes --autoscale 8,1      as many hosts as there is work for
  $ loopward worker -A tasks.ts --watch                           new hosts when a file changes
  $ loopward worker -A tasks.ts -P solo --inspect-brk             one run at a time, under a debugger
  $ loopward worker -A emails=./processors/email.js               a BullMQ processor file, as it is
  $ loopward worker -A tasks.ts --broker redis://127.0.0.1:6379

Signals:
  SIGTERM, Ctrl-C   warm: takes no more jobs, finishes the runs in flight; what --shutdown-timeout leaves goes back to its queue
  the same again    cold: all runs in flight go back to their queues at once, with no attempt charged
  SIGQUIT           cold from the start
  SIGHUP            loads the app anew in new hosts, the old ones finish; opens the log file anew

Exit codes: 0 stopped as asked; 1 stopped, and the broker was away: it finds what was in flight by itself, after --lock-duration;
2 not started.`;

export function workerCommand(setExitCode: SetExitCode): Command {
  const command = new Command("worker").description(
    "start a worker; prints a line with `ready` when it takes jobs",
  );
  for (const [theme, options] of workerOptions)
    for (const option of options) command.addOption(option.helpGroup(`${theme}:`));
  return (
    command
      // The variables follow from the flags: one sentence instead of one on each line.
      .configureHelp({
        optionDescription: ({ description, argChoices }) => describe(description, argChoices),
      })
      .addHelpText("after", EXAMPLES)
      .action(async (flags: WorkerFlags) => {
        holdHeap();
        // Loaded by need: `--help` and the other commands do without broker and pool.
        const { runWorker } = await import("./worker/run.js");
        setExitCode(await runWorker(flags));
      })
  );
}

function describe(description: string, choices: readonly string[] | undefined): string {
  return choices ? `${description}; one of ${choices.join(", ")}` : description;
}
