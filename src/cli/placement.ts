import { Command, Option } from "commander";
import type { ResetFlags } from "./placement/reset.js";
import type { PlacementFlags } from "./placement/show.js";

const EXAMPLES = `
Examples:
  $ loopward placement                        every task, its pool, and why
  $ loopward placement --explain feeds.fetch  all that is known against one task
  $ loopward placement reset feeds.fetch      forgets it: all workers begin to learn anew`;

/** `loopward placement [reset]`: which pool each task runs in, and why. */
export function placementCommand(): Command {
  const placement = new Command("placement").description("which pool each task runs in, and why");
  placement
    .command("show", { isDefault: true })
    .description("show the decisions of the last worker")
    .option("--explain <task>", "all the evidence about one task")
    .addOption(new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"))
    .action(async (flags: PlacementFlags) => (await import("./placement/show.js")).showPlacement(flags))
    .addHelpText("after", EXAMPLES);
  placement
    .command("reset")
    .description("forget what all workers of the broker learnt of these tasks, or of all")
    .argument("[task...]")
    .option("--broker <url>", "embedded:DIR, redis://… or postgres://… (LOOPWARD_BROKER; embedded:.loopward)")
    .action(async (tasks: string[], flags: ResetFlags) =>
      (await import("./placement/reset.js")).resetPlacement(tasks, flags),
    );
  return placement;
}
