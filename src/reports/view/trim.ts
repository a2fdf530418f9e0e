import type { Report, StackNode } from "../../findings/report.js";

/** No screen shows more; a report may have been written by anyone, with ten megabytes of stack. */
const MAX_FRAMES = 200;
const MAX_NODES = 1_500;
const MAX_DEPTH = 100;

/** A report with as much of its stacks as can be drawn, and whether something was left out. */
export function trimReport(report: Report): { readonly report: Report; readonly trimmed: boolean } {
  const { tree, origin } = report;
  const budget = { nodes: MAX_NODES, cut: report.stack.length > MAX_FRAMES };
  const trimmedTree = tree && trimTree(tree, 0, budget);
  return {
    report: {
      ...report,
      stack: report.stack.slice(0, MAX_FRAMES),
      ...(trimmedTree && { tree: trimmedTree }),
      ...(origin && { origin: { ...origin, frames: origin.frames.slice(0, MAX_FRAMES) } }),
    },
    trimmed: budget.cut,
  };
}

/** Callees are the heaviest first: where not all have room, the light ones go. */
function trimTree(
  nodes: readonly StackNode[],
  depth: number,
  budget: { nodes: number; cut: boolean },
): StackNode[] {
  const kept: StackNode[] = [];
  for (const node of nodes) {
    if (budget.nodes <= 0 || depth >= MAX_DEPTH) {
      budget.cut = true;
      break;
    }
    budget.nodes -= 1;
    kept.push({ ...node, calls: trimTree(node.calls, depth + 1, budget) });
  }
  return kept;
}
