import { fail } from "../../src/findings/errors.js";
import { redactorOf } from "./redact.js";

/** Which part of tasks' inputs reports may hold, as a user says it. */
export interface InputChoice {
  /** The report of a stall holds the input of its run, or what it has at these paths (`user.id`); `false` unless said. */
  readonly captureInput?: boolean | readonly string[];
  /**
   * What is hidden in it, beside what looks like a secret: names of keys, hidden at any depth, whatever their case and
   * within longer ones, too (`email`), and paths (`user.address`, `items[*].price`).
   */
  readonly redact?: readonly string[];
}

/** The same, as it is worked with. */
export interface InputOptions {
  /** Null: all of it. */
  readonly paths: readonly string[] | null;
  readonly redact: readonly string[];
}

/**
 * @returns null: reports hold no input
 * @throws LoopwardError `LOOPWARD_BAD_OPTION` for a path that is none
 */
export function inputOptions({ captureInput = false, redact = [] }: InputChoice): InputOptions | null {
  try {
    redactorOf(redact);
  } catch (error) {
    throw fail("LOOPWARD_BAD_OPTION", ["redact", (error as Error).message], { cause: error });
  }
  if (captureInput === false) return null;
  const paths = captureInput === true ? null : captureInput;
  const wrong = paths?.find((path) => path.split(".").includes(""));
  if (wrong !== undefined)
    throw fail("LOOPWARD_BAD_OPTION", ["captureInput", `${JSON.stringify(wrong)} is no path`]);
  return { paths, redact };
}
