import { readFileSync } from "node:fs";
import { Command } from "commander";
import { brokerCommand } from "./broker.js";
import { checkCommand } from "./check.js";
import { controlCommand } from "./control.js";
import type { ExitCode } from "./exit-code.js";
import { initCommand } from "./init.js";
import { inspectCommand } from "./inspect.js";
import { placementCommand } from "./placement.js";
import { reportsCommand } from "./reports.js";
import { sendCommand } from "./send.js";
import { workerCommand } from "./worker.js";

/** How a command tells its exit code. */
export type SetExitCode = (exitCode: ExitCode) => void;

const manifest = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

/** The command line `loopward`. */
export function program(setExitCode: SetExitCode): Command {
  const command = new Command("loopward")
    .description(
      "Runs background tasks on Node.js event loops, and keeps any one task from stopping the others.",
    )
    .version(manifest.version, "-V, --version", "print the version")
    .helpCommand(false)
    .showHelpAfterError("(--help shows what there is)");
  for (const sub of [
    workerCommand(setExitCode),
    sendCommand(setExitCode),
    checkCommand(setExitCode),
    reportsCommand(setExitCode),
    placementCommand(),
    inspectCommand(setExitCode),
    controlCommand(setExitCode),
    initCommand(),
    brokerCommand(setExitCode),
  ]) {
    command.addCommand(sub);
  }
  // Exit codes are decided in main.ts, for commander's own errors too.
  throwInsteadOfExit(command);
  return command;
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const sub of command.commands) throwInsteadOfExit(sub);
}
