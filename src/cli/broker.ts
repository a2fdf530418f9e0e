import { Command, Option } from "commander";
import type { SetExitCode } from "./program.js";

/** The options that `loopward broker`'s commands share, as commander gives them. */
export interface BrokerFlags {
  broker?: string;
  format: "text" | "json";
}

export interface MigrateFlags extends BrokerFlags {
  dryRun?: true;
}

const EXAMPLES = `
Examples:
  $ loopward broker status                                    what answers, and how many jobs its queues hold
  $ loopward broker migrate --broker postgres://admin@db/app  makes the tables, or brings them up to date
  $ loopward broker migrate --dry-run                         says what it would do; exits with 1 if there is something

Exit codes: 0 done, or nothing to do; 1 a migration is needed (status, --dry-run); 2 the broker cannot be used.`;

/** `loopward broker status|migrate`. */
export function brokerCommand(setExitCode: SetExitCode): Command {
  const broker = new Command("broker")
    .description("look at the broker, or prepare it")
    .addHelpText("after", EXAMPLES);
  shared(broker.command("status"))
    .description("say what answers, and how many jobs the project's queues hold")
    .option("-Q, --queues <name...>", "these queues (those of the tasks that workers announced)")
    .action(async (flags: BrokerFlags & { queues?: string[] }) => {
      // Loaded by need: `--help` and the other commands do without a broker.
      setExitCode(await (await import("./broker/status.js")).showBroker(flags));
    })
    .addHelpText("after", EXAMPLES);
  shared(broker.command("migrate"))
    .description("make the tables of a PostgreSQL, or bring them up to date")
    .option("--dry-run", "only say what would be done")
    .action(async (flags: MigrateFlags) => {
      setExitCode(await (await import("./broker/migrate.js")).runMigration(flags));
    })
    .addHelpText("after", EXAMPLES);
  return broker;
}

function shared(command: Command): Command {
  return command
    .option("--broker <url>", "embedded:DIR, redis://… or postgres://… (LOOPWARD_BROKER; embedded:.loopward)")
    .addOption(new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"));
}
