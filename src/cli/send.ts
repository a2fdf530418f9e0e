import { Command, Option } from "commander";
import type { SetExitCode } from "./program.js";

/** The options of `loopward send`, as commander gives them. */
export interface SendFlags {
  app?: string[];
  file?: string;
  broker?: string;
  wait?: true;
  format: "text" | "json";
}

const EXAMPLES = `
Examples:
  $ loopward send feeds.fetch '{"url":"http://127.0.0.1:8080/feed/1"}'
  $ loopward send feeds.fetch '{"url":"http://127.0.0.1:8080/feed/1"}' --wait --format json
  $ loopward send --file jobs.ndjson        each line: {"task":"feeds.fetch","input":{…},"opts":{"delay":1000}}
  $ generate-jobs | loopward send --file -

Exit codes: 0 enqueued (--wait: all completed), 1 some run failed, 2 nothing was enqueued.`;

export function sendCommand(setExitCode: SetExitCode): Command {
  return new Command("send")
    .description("enqueue one run, or the many of a file")
    .argument("[task]", "name of the task")
    .argument("[json]", "its input")
    .option("-A, --app <file...>", "find the tasks in these files instead of what workers announced")
    .option("--file <ndjson>", "one run a line; - reads standard input")
    .option("--broker <url>", "embedded:DIR, redis://… or postgres://… (LOOPWARD_BROKER; embedded:.loopward)")
    .option("--wait", "wait until every run settled, and print each")
    .addOption(
      new Option("--format <format>", "how results are printed").choices(["text", "json"]).default("text"),
    )
    .addHelpText("after", EXAMPLES)
    .action(
      async (task: string | undefined, json: string | undefined, flags: SendFlags, command: Command) => {
        if ((task === undefined) === (flags.file === undefined))
          command.error("error: name a TASK, or a file with --file", { exitCode: 2 });
        // Loaded by need: `--help` and the other commands do without a broker.
        const { runSend } = await import("./send/run.js");
        setExitCode(await runSend({ task, json, ...flags }));
      },
    );
}
