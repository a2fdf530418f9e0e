import type { Frame, StackNode } from "../../src/findings/report.js";
import type { WeightedStack } from "./blame.js";
import { insideRun, type LocatedFrame } from "./frames.js";

// A tree is read at a glance: what took less than this share, and what is left after so many nodes, is cut off.
const LEAST_SHARE = 0.02;
const MAX_NODES = 24;

interface Branch {
  readonly frame: Frame;
  weightMs: number;
  readonly children: Map<string, Branch>;
}

/**
 * Lays stacks over one another: from the functions that the loop called, or that await it, to those that took the time.
 * Functions outside of the run, and Node's own below the user's, are left out.
 */
export function stackTree(stacks: readonly WeightedStack[]): StackNode[] {
  const roots = new Map<string, Branch>();
  let totalMs = 0;
  for (const { frames, weightMs } of stacks) {
    totalMs += weightMs;
    let level = roots;
    for (const frame of fromTheLoop(frames)) {
      const branch = branchOf(level, frame);
      branch.weightMs += weightMs;
      level = branch.children;
    }
  }
  const kept = new Set(heaviest(roots).filter(({ weightMs }) => weightMs >= totalMs * LEAST_SHARE));
  return nodesOf(roots, kept, totalMs);
}

/** A frame as reports show it; none for what has no place in a file: built-ins, and the guard itself. */
export function toFrame({ function: name, file, line, column, origin }: LocatedFrame): Frame[] {
  const isShown = origin === "project" || origin === "package" || origin === "node";
  return line > 0 && isShown ? [{ function: name, file, line, column }] : [];
}

function fromTheLoop(frames: readonly LocatedFrame[]): Frame[] {
  const inRun = insideRun(frames);
  const outermost = inRun.findLastIndex(({ origin }) => origin === "project" || origin === "package");
  return inRun
    .slice(0, outermost + 1)
    .reverse()
    .flatMap(toFrame);
}

function branchOf(level: Map<string, Branch>, frame: Frame): Branch {
  const key = `${frame.file}\n${frame.line}\n${frame.function}`;
  let branch = level.get(key);
  if (!branch) level.set(key, (branch = { frame, weightMs: 0, children: new Map() }));
  return branch;
}

// Parents weigh as much as their children at least, and come before them: what is kept hangs together.
function heaviest(roots: ReadonlyMap<string, Branch>): Branch[] {
  const all: Branch[] = [];
  const collect = (level: ReadonlyMap<string, Branch>): void => {
    for (const branch of level.values()) {
      all.push(branch);
      collect(branch.children);
    }
  };
  collect(roots);
  return all.sort((a, b) => b.weightMs - a.weightMs).slice(0, MAX_NODES);
}

function nodesOf(
  level: ReadonlyMap<string, Branch>,
  kept: ReadonlySet<Branch>,
  totalMs: number,
): StackNode[] {
  return [...level.values()]
    .filter((branch) => kept.has(branch))
    .sort((a, b) => b.weightMs - a.weightMs)
    .map(({ frame, weightMs, children }) => ({
      ...frame,
      share: Math.round((weightMs / totalMs) * 100) / 100,
      calls: nodesOf(children, kept, totalMs),
    }));
}
