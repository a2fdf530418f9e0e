import { channel } from "node:diagnostics_channel";
import type ts from "typescript";
import type { Settings } from "../settings/settings.js";
import { analyse, type Analysis } from "./analysis.js";

/** Publishes `{ files, tasks, hits, elapsedMs }` whenever a Program was analysed. */
export const analysed = channel("loopward:analysed");

const cache = new WeakMap<ts.Program, Map<string, Analysis>>();

/** The newest analysis of each project, from which the next one goes on: in an editor each keystroke makes a Program. */
const newest = new Map<string, Analysis>();

/** Of projects that are edited in turn. Each keeps a Program alive. */
const MAX_PROJECTS = 4;

/** The analysis of a Program: made when first asked for, and the same for every file after that. */
export function analyseOnce(program: ts.Program, settings: Settings, root: string): Analysis {
  const known = cache.get(program) ?? new Map<string, Analysis>();
  cache.set(program, known);
  const key = JSON.stringify([root, settings]);
  let analysis = known.get(key);
  if (!analysis) {
    const start = performance.now();
    const project = JSON.stringify([key, program.getCompilerOptions().configFilePath]);
    known.set(key, (analysis = analyse(program, settings, { root, before: newest.get(project) })));
    keepNewest(project, analysis);
    analysed.publish({
      files: program.getSourceFiles().length,
      tasks: analysis.tasks.length,
      hits: analysis.hits.length,
      elapsedMs: performance.now() - start,
    });
  }
  return analysis;
}

function keepNewest(project: string, analysis: Analysis): void {
  newest.delete(project);
  newest.set(project, analysis);
  const [oldest] = newest.keys();
  if (newest.size > MAX_PROJECTS && oldest !== undefined) newest.delete(oldest);
}
