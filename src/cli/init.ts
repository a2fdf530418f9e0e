import { Command } from "commander";

const EXAMPLES = `
Examples:
  $ loopward init                 a tasks file, loopward.config, the ESLint entry, package scripts, .gitignore; asks before it overwrites
  $ loopward init --yes           the same, and overwrites what is there
  $ loopward init services/mail

It writes TypeScript where the project has a tsconfig.json or installs typescript, and JavaScript otherwise. Where nobody can be asked, what
is there stays.

Exit codes: 0 done, 2 not done.`;

/** What `loopward init` is told. */
export interface InitFlags {
  yes?: true;
}

/** `loopward init`: sets a project up. */
export function initCommand(): Command {
  return new Command("init")
    .description(
      "set a project up: a tasks file, the configuration, the ESLint entry, package scripts, .gitignore",
    )
    .argument("[folder]", "the project", ".")
    .option("-y, --yes", "overwrite without a question")
    .addHelpText("after", EXAMPLES)
    .action(async (folder: string, flags: InitFlags) => {
      const { runInit } = await import("./init/run-init.js");
      await runInit(folder, flags);
    });
}
