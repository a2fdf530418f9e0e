import { Command, Option } from "commander";
import { commaList } from "./parse.js";
import type { SetExitCode } from "./program.js";
import type { Question } from "./control/protocol.js";

/** How the workers are chosen, and their answers printed. */
export interface TalkFlags {
  destination?: string[];
  format: "text" | "json";
}

const EXAMPLES = `
Examples:
  $ loopward inspect ping                     which workers of this project live
  $ loopward inspect active -d worker         what the worker named worker@… has in hand
  $ loopward inspect stats --format json      slots, hosts and runs, by worker

Exit codes: 0 all answered, 1 one did not answer, 2 there is none, or none of a name that was given.`;

const QUESTIONS: Readonly<Record<Question, string>> = {
  ping: "which workers live",
  active: "the runs in hand",
  stats: "slots, hosts, queues, and how many runs have ended",
  registered: "the tasks that they run",
};

/** `loopward inspect`: asks the running workers of this project. */
export function inspectCommand(setExitCode: SetExitCode): Command {
  const inspect = new Command("inspect").description("ask the running workers of this project");
  for (const [question, what] of Object.entries(QUESTIONS) as [Question, string][])
    withTalkFlags(inspect.command(question).description(what)).action(async (flags: TalkFlags) => {
      const { inspect: ask } = await import("./inspect/ask.js");
      setExitCode(await ask(question, flags));
    });
  return inspect.addHelpText("after", EXAMPLES);
}

/** The options of all that speaks to running workers. */
export function withTalkFlags(command: Command): Command {
  return command
    .option(
      "-d, --destination <a,b>",
      "these workers only: their names, or what these have before the @",
      commaList,
    )
    .addOption(new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"));
}
