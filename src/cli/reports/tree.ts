import type { StackNode } from "../../findings/report.js";
import type { paint as stdoutPaint } from "../colour.js";
import { isForeign } from "../../reports/foreign.js";
import { printable } from "./printable.js";
import { counted, place } from "./words.js";

type Paint = typeof stdoutPaint;

/** More lines than a person reads at a glance. */
const MAX_LINES = 24;
/** Deeper lines stay in this column: recursion would leave the screen. */
const MAX_INDENT = 12;

interface Line {
  readonly node: StackNode;
  readonly depth: number;
}

/**
 * The lines of a stack tree, each with its share of the stall, callees below their callers and further to the right.
 * Where there are too many, the lightest are left out, and counted.
 */
export function treeLines(tree: readonly StackNode[], paint: Paint): string[] {
  const lines = flatten(tree, 0);
  if (lines.length === 0) return [];
  const kept = new Set(heaviest(lines));
  const left = lines.length - kept.size;
  return [
    paint.dim("Share of the stall in which each line was on the stack:"),
    ...lines.filter((line) => kept.has(line)).map((line) => text(line, paint)),
    ...(left > 0 ? [paint.dim(`        … ${counted(left, "lighter line")} (--format json has all)`)] : []),
  ];
}

function flatten(nodes: readonly StackNode[], depth: number): Line[] {
  return nodes.flatMap((node) => [{ node, depth }, ...flatten(node.calls, depth + 1)]);
}

// A caller weighs as much as what it called at least, and comes before it: what is kept hangs together.
function heaviest(lines: readonly Line[]): Line[] {
  return lines.toSorted((a, b) => b.node.share - a.node.share).slice(0, MAX_LINES);
}

function text({ node, depth }: Line, paint: Paint): string {
  const share = `${Math.round(node.share * 100)} %`.padStart(6);
  const indent = "  ".repeat(Math.min(depth, MAX_INDENT));
  const line = `${printable(node.function)} (${place(node)}:${node.column})`;
  return `${share}  ${indent}${isForeign(node) ? paint.dim(line) : paint.bold(line)}`;
}
