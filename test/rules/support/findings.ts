import { expect } from "vitest";
import { analyse, type Analysis } from "../../../rules/analysis/analysis.js";
import type { Edge } from "../../../rules/analysis/edges/edge.js";
import { edges } from "../../../rules/analysis/edges/edges.js";
import { loadTypeScript } from "../../../rules/analysis/typescript.js";
import { isReported } from "../../../rules/findings/is-reported.js";
import { presets, type NoBlockingCallOptions } from "../../../rules/findings/options.js";
import { toFinding } from "../../../rules/findings/to-finding.js";
import { parseSettings, type SettingsInput } from "../../../rules/settings/settings.js";
import type { Finding } from "../../../src/findings/finding.js";
import { TYPED_FOLDER, virtualProgram } from "./program.js";

loadTypeScript();

/** Files of a program by name; a text alone is `task.ts`. */
export type Sources = string | Readonly<Record<string, string>>;

export interface JudgeOptions {
  readonly settings?: SettingsInput;
  readonly options?: Partial<NoBlockingCallOptions>;
  readonly folder?: string;
  /** Kinds of edges to leave out. */
  readonly without?: string;
}

export function analyseSources(sources: Sources, options: JudgeOptions = {}): Analysis {
  const folder = options.folder ?? TYPED_FOLDER;
  const program = virtualProgram(filesOf(sources), folder);
  const kept: readonly Edge[] = edges.filter(({ kind }) => kind !== options.without);
  return analyse(program, parseSettings(options.settings), { root: folder, edges: kept });
}

/** What is reported of these sources; under `recommended` unless options say otherwise. */
export function findingsIn(sources: Sources, options: JudgeOptions = {}): Finding[] {
  const judged = { ...presets.recommended, ...options.options };
  return analyseSources(sources, options)
    .hits.filter((hit) => isReported(hit, judged))
    .map((hit) => toFinding(hit, options.folder ?? TYPED_FOLDER));
}

/** Expects findings at the lines that end in `// blocks: <api>`, each with that API, and nowhere else. */
export function expectMarked(sources: Sources, options: JudgeOptions = {}): void {
  const found = findingsIn(sources, options).map(({ file, line, api }) => `${file}:${line} ${api}`);
  expect(found.sort()).toEqual(marksIn(sources).sort());
}

function marksIn(sources: Sources): string[] {
  return Object.entries(filesOf(sources)).flatMap(([file, text]) =>
    text.split("\n").flatMap((line, index) => {
      const api = /\/\/ blocks: (.+)$/.exec(line)?.[1];
      return api === undefined ? [] : [`${file}:${index + 1} ${api}`];
    }),
  );
}

function filesOf(sources: Sources): Readonly<Record<string, string>> {
  return typeof sources === "string" ? { "task.ts": sources } : sources;
}

/** A task whose handler has this body. */
export function task(body: string, before = ""): string {
  return `import { defineTask } from "loopward";\nimport fs from "node:fs";\n${before}\nexport const t = defineTask({ name: "t", async run() {\n${body}\n} });`;
}
