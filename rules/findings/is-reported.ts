import type { ReachedHit } from "../analysis/analysis.js";
import type { BlockingApi } from "../analysis/hits/hit.js";
import type { NoBlockingCallOptions } from "./options.js";

/** Whether a blocking call that a task reaches is worth a report under these options. */
export function isReported(hit: ReachedHit, options: NoBlockingCallOptions): boolean {
  // Whether a pattern backtracks is read from the pattern, which is not the question here.
  if (hit.api.kind === "regexp" || options.ignore.includes(hit.api.api)) return false;
  if (options.confidence === "definite" && hit.confidence === "possible") return false;
  // What happens once is part of starting up, wherever it stands.
  if (hit.once && options.data !== "always") return false;
  const harmless = HARMLESS.has(hit.api.api);
  switch (hit.api.cost) {
    case "heavy":
      return true;
    case "data":
      return options.data === "always" || (options.data === "unbounded" && !harmless && isUnbounded(hit));
    case "light":
      return options.light === "always" || (options.light === "in-loop" && !harmless && hit.inLoop);
    default:
      return hit.api.cost satisfies never;
  }
}

/** What only the strict preset reports. */
const HARMLESS = new Set([
  // 809 calls on 19 open-source projects held not one real problem.
  "JSON.stringify",
  // The module is loaded once, and mostly long before: in real projects, parts that may not be there (`no-lazy-require` reports all).
  "import",
  "require",
  // Microseconds, out of a buffer of random bytes.
  "crypto.randomBytes",
  "crypto.randomInt",
]);

function isUnbounded(hit: ReachedHit): boolean {
  return hit.unbounded || !isJudgedByInput(hit.api);
}

/**
 * What programs do all day with little things: `JSON.parse` of a message, a hash of a key. On 19 open-source projects 313
 * calls of `JSON.parse` held 4 real problems, each a whole file.
 */
function isJudgedByInput({ module, kind, mostlySmall }: BlockingApi): boolean {
  return mostlySmall === true || (kind === "cpu" && (module === "global" || module === "crypto"));
}
