import { channel } from "node:diagnostics_channel";
import type ts from "typescript";
import type { Settings } from "../settings/settings.js";
import { analyse, type Analysis } from "./analysis.js";

/** Publishes `{ files, tasks, hits, elapsedMs }` whenever a Program was analysed. */
export const analysed = channel("loopward:analysed");

const cache = new WeakMap<ts.Program, Map<string, Analysis>>();

/** The analysis of a Program: made when first asked for, and the same for every file after that. */
export function analyseOnce(program: ts.Program, settings: Settings, root: string): Analysis {
  const known = cache.get(program) ?? new Map<string, Analysis>();
  cache.set(program, known);
  const key = JSON.stringify([root, settings]);
  let analysis = known.get(key);
  if (!analysis) {
    const start = performance.now();
    known.set(key, (analysis = analyse(program, settings, { root })));
    analysed.publish({
      files: program.getSourceFiles().length,
      tasks: analysis.tasks.length,
      hits: analysis.hits.length,
      elapsedMs: performance.now() - start,
    });
  }
  return analysis;
}
