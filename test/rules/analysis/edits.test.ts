import fc from "fast-check";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { analyse, type Analysis } from "../../../rules/analysis/analysis.js";
import { loadTypeScript } from "../../../rules/analysis/typescript.js";
import { unitName } from "../../../rules/analysis/unit.js";
import { lineOf, toFinding } from "../../../rules/findings/to-finding.js";
import { parseSettings } from "../../../rules/settings/settings.js";
import { editedProject, flags, type Flag, type Flags } from "../support/edited-project.js";

loadTypeScript();

const FOLDER = "/edited";
const settings = parseSettings({});
const options: ts.CompilerOptions = {
  noLib: true,
  types: [],
  allowJs: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};

/** Makes Programs as an editor does: a file whose text is the same keeps its SourceFile. */
class Editor {
  #files = new Map<string, ts.SourceFile>();
  #program: ts.Program | undefined;

  program(texts: Readonly<Record<string, string>>): ts.Program {
    const files = new Map<string, ts.SourceFile>();
    for (const [name, text] of Object.entries(texts)) {
      const path = `${FOLDER}/${name}`;
      const old = this.#files.get(path);
      files.set(
        path,
        old?.text === text ? old : ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true),
      );
    }
    this.#files = files;
    const host: ts.CompilerHost = {
      getSourceFile: (name) => files.get(name),
      fileExists: (name) => files.has(name),
      readFile: (name) => files.get(name)?.text,
      getDefaultLibFileName: () => "",
      writeFile: () => undefined,
      getCurrentDirectory: () => FOLDER,
      getCanonicalFileName: (name) => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
    };
    return (this.#program = ts.createProgram([...files.keys()], options, host, this.#program));
  }
}

/** All that an analysis says, as text that can be compared. */
function described({ hits, tasks, unresolved, gaps }: Analysis): string[] {
  return [
    ...hits.map((hit) => JSON.stringify([toFinding(hit, FOLDER), hit.inLoop, hit.unbounded])),
    ...tasks.map(({ task, site, handlers }) =>
      JSON.stringify([task, lineOf(site, FOLDER), handlers.map((handler) => lineOf(handler, FOLDER))]),
    ),
    ...unresolved.map(({ task, site, reason }) => JSON.stringify([task, lineOf(site, FOLDER), reason])),
    ...gaps.map(({ unit, node, reason }) => JSON.stringify([unitName(unit), lineOf(node, FOLDER), reason])),
  ].sort();
}

function toggled(on: Flags, flag: Flag): Flags {
  return { ...on, [flag]: !on[flag] };
}

const ALL_BUT_SOME: Flags = {
  "read blocks": true,
  "implementation exists": true,
  "globals are declared": true,
};

describe("an analysis after an edit", () => {
  it.each(flags)("is that of a Program never seen before: %s", (flag) => {
    const editor = new Editor();
    const before = analyse(editor.program(editedProject(ALL_BUT_SOME)), settings, { root: FOLDER });
    const program = editor.program(editedProject(toggled(ALL_BUT_SOME, flag)));
    const after = analyse(program, settings, { root: FOLDER, before });
    expect(described(after)).toEqual(described(analyse(program, settings, { root: FOLDER })));
  });

  it.each(flags.filter((flag) => flag !== "comment" && flag !== "field gets its type in the constructor"))(
    "differs, in some state of the project, from the one before: %s",
    (flag) => {
      const states = [{}, ALL_BUT_SOME, { ...ALL_BUT_SOME, "implementation implements": true }];
      const differs = states.some((on: Flags) => {
        const [one, two] = [on, toggled(on, flag)].map((state) =>
          described(analyse(new Editor().program(editedProject(state)), settings, { root: FOLDER })),
        );
        return JSON.stringify(one) !== JSON.stringify(two);
      });
      expect(differs).toBe(true);
    },
  );

  it("is that of a Program never seen before, after any series of edits", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(fc.constantFrom(...flags), { minLength: 1, maxLength: 3 })),
        (series) => {
          const editor = new Editor();
          let on: Flags = ALL_BUT_SOME;
          let analysis = analyse(editor.program(editedProject(on)), settings, { root: FOLDER });
          for (const edit of series) {
            on = edit.reduce(toggled, on);
            const program = editor.program(editedProject(on));
            analysis = analyse(program, settings, { root: FOLDER, before: analysis });
            expect(described(analysis)).toEqual(described(analyse(program, settings, { root: FOLDER })));
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
