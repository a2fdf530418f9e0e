import type { Frame, Report } from "../findings/report.js";
import type { ReadFinding } from "./findings.js";
import { isForeign } from "./foreign.js";

/**
 * Why the linter did not see a line that stalled a loop, as far as the report's stack tells: what the catalogue or the
 * analysis lacks. One sentence without an end.
 */
export function missingFor({ blame, cause, stack }: Report, findings: readonly ReadFinding[]): string {
  if (!blame) return "the report blames no line";
  const at = stack.findIndex(({ file, line }) => file === blame.file && line === blame.line);
  if (blame.api === null) {
    const [called] = stack.slice(0, Math.max(0, at)).reverse();
    const name = called && packageOf(called.file);
    if (name) return `not in the catalogue: ${name} (${called.function})`;
    if (cause === "regexp") return "a pattern that no-unsafe-regexp does not flag";
    return "a computation of its own: it calls nothing that could be known to block";
  }
  const callers = stack.slice(at + 1).filter((frame) => !isForeign(frame));
  if (isReached(blame, findings))
    return `${blame.api} is not recognised on this line, or below what the preset reports`;
  const known = callers.findIndex((frame) => isReached(frame, findings));
  const from = callers[known];
  if (!from) return `no task is known to reach it: is there a root for ${nameOf(callers.at(-1) ?? blame)}?`;
  return `the way from ${nameOf(from)}:${from.line} to ${nameOf(callers[known - 1] ?? blame)} is not followed`;
}

/** Whether some finding's path leads through the function of a frame. */
function isReached(frame: Frame, findings: readonly ReadFinding[]): boolean {
  return findings.some(({ path }) =>
    path.some((step) => step.file === frame.file && bare(step.function) === bare(frame.function)),
  );
}

/** V8 says `async Feed.run` or `Object.run` where the linter says `Feed.run` or `run`. */
function bare(name: string): string {
  return name.replace(/^async /, "").replace(/^.*\./, "");
}

function nameOf({ function: name, file }: Frame): string {
  return `${name} ${file}`;
}

function packageOf(file: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file.replaceAll("\\", "/"))?.[1];
}
