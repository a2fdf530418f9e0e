import type { Linter } from "eslint";
import type { Finding } from "../../src/findings/finding.js";
import type { Analysis } from "../analysis/analysis.js";
import { endlessLoops } from "../no-endless-loop.js";
import { lazyRequires } from "../no-lazy-require.js";
import { unboundedParses } from "../no-unbounded-parse.js";
import { unsafeRegexps } from "../no-unsafe-regexp.js";
import loopward from "../plugin.js";
import type { TaskCode } from "../program/task-code.js";
import { isReported } from "./is-reported.js";
import { presets, type Preset } from "./options.js";
import { findingOf, type FindReports } from "./task-report.js";
import { toFinding } from "./to-finding.js";

/** The rules that report what tasks execute, besides `no-blocking-call`. The one that is about comments is for editors. */
const others = {
  "no-endless-loop": endlessLoops,
  "no-lazy-require": lazyRequires,
  "no-unbounded-parse": unboundedParses,
  "no-unsafe-regexp": unsafeRegexps,
} as const satisfies Record<string, FindReports<never>>;

/** What the rules of a preset find, one finding a place. @param root folder to which files are relative */
export function allFindings(analysis: Analysis, preset: Preset, root: string): Finding[] {
  const calls = analysis.hits
    .filter((hit) => isReported(hit, presets[preset]))
    .map((hit) => toFinding(hit, root));
  const seen = new Set(calls.map(placeOf));
  const more = analysis.context.files.flatMap((file) => {
    const { fileName } = file;
    const units = analysis.unitsIn(fileName);
    if (units.length === 0) return [];
    const code = { file, units, hits: analysis.hitsIn(fileName), context: analysis.context };
    return findingsOfOthers(code, preset, root);
  });
  return [...calls, ...more.filter((finding) => !seen.has(placeOf(finding)) && seen.add(placeOf(finding)))];
}

function findingsOfOthers(code: TaskCode, preset: Preset, root: string): Finding[] {
  const { rules } = loopward.configs[preset];
  return Object.entries(others).flatMap(([name, find]) => {
    const rule = `loopward/${name}`;
    const { meta } = loopward.rules[name as keyof typeof others];
    const entry = rules?.[rule];
    if (entry === undefined || !meta) return [];
    const options = { ...(meta.defaultOptions?.[0] as object), ...optionsOf(entry) };
    return (find as FindReports<object>)(code, options, root).map((report) =>
      findingOf(report, rule, meta, root),
    );
  });
}

function optionsOf(entry: Linter.RuleEntry): object {
  return Array.isArray(entry) ? ((entry[1] as object | undefined) ?? {}) : {};
}

function placeOf({ file, line, column }: Finding): string {
  return `${file}:${line}:${column}`;
}
