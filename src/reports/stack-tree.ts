import type { Frame, Report, StackNode } from "../findings/report.js";

/** The guard writes 30 frames; a report that another wrote may hold any number. */
const MAX_DEPTH = 500;

/** The stacks of a report laid over one another; of one that has a single stack, that. */
export function stackTree({ tree, stack }: Pick<Report, "tree" | "stack">): readonly StackNode[] {
  return tree ?? chain(stack);
}

function chain(stack: readonly Frame[]): StackNode[] {
  return stack.slice(0, MAX_DEPTH).reduce<StackNode[]>((calls, frame) => [{ ...frame, share: 1, calls }], []);
}
