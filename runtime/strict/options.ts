import { byApi, entriesOf } from "../../src/catalogue/index.js";
import { fail } from "../../src/findings/errors.js";

/** What strict mode does with a blocking call inside a run: `throw` throws a `BlockingCallError` in its caller, too. */
export type StrictAction = "report" | "throw";

/** Strict mode, as a user asks for it. */
export interface StrictChoice {
  /** Every blocking call inside a run is reported at once, however short; `true` is `"report"`. */
  readonly strict?: boolean | StrictAction;
  /** APIs that runs may call all the same, as findings and reports name them (`fs.existsSync`), or modules (`fs`). */
  readonly allowBlockingCalls?: readonly string[];
  /** Names of functions in which, and below which, runs may block, as a report's stack names them. */
  readonly allowBlockingCallsInside?: readonly string[];
}

/** Strict mode, as the guard is told. Plain data: it is sent to hosts. */
export interface StrictOptions {
  readonly action: StrictAction;
  readonly allow: readonly string[];
  readonly allowInside: readonly string[];
}

/**
 * @returns null: strict mode is off
 * @throws LoopwardError `LOOPWARD_BAD_OPTION` for a name that the catalogue does not have
 */
export function strictOptions(choice: StrictChoice): StrictOptions | null {
  const { strict = false, allowBlockingCalls = [], allowBlockingCallsInside = [] } = choice;
  const unknown = allowBlockingCalls.find((name) => !byApi(name) && entriesOf(name).length === 0);
  if (unknown !== undefined)
    throw fail("LOOPWARD_BAD_OPTION", [
      "allowBlockingCalls",
      `the catalogue has neither an API nor a module named ${JSON.stringify(unknown)} (docs/catalogue.md)`,
    ]);
  if (strict === false) return null;
  return {
    action: strict === true ? "report" : strict,
    allow: allowBlockingCalls,
    allowInside: allowBlockingCallsInside,
  };
}
