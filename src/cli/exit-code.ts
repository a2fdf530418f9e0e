import { CommanderError } from "commander";
import { LoopwardError } from "../findings/errors.js";

/** 0: done. 1: done, and something failed or was found. 2: not done. */
export type ExitCode = 0 | 1 | 2;

/** What a command that threw exits with, and what it says on stderr (null: commander has said it already). */
export function outcomeOf(error: unknown): { readonly exitCode: ExitCode; readonly message: string | null } {
  if (error instanceof CommanderError) return { exitCode: error.exitCode === 0 ? 0 : 2, message: null };
  if (error instanceof LoopwardError)
    return { exitCode: 2, message: `loopward: ${error.message} [${error.code}]` };
  // Not foreseen, so the stack is what helps.
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { exitCode: 2, message: `loopward: unexpected error\n${text}` };
}
