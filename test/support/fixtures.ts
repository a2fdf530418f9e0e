import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";
import { byApi } from "../../src/catalogue/index.js";
import type { Cause } from "../../src/findings/cause.js";

/** The repository: files in `Expected` are relative to it. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

export type FixtureTheme = "stalls" | "decoys";

/** The marked line of a case: where both halves must point. */
export interface Expected {
  /** Relative to the repository, with slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** As `apiName` names it; null where plain computation, a pattern or microtasks are to blame. */
  readonly api: string | null;
  readonly cause: Cause;
}

/** One case of `fixtures/`; see `fixtures/README.md`. */
export interface Fixture {
  readonly name: string;
  readonly theme: FixtureTheme;
  /** Absolute. */
  readonly dir: string;
  /** Absolute path of `task.ts`. */
  readonly taskFile: string;
  /** Absolute paths of every source file of the case, `task.ts` included. */
  readonly files: readonly string[];
  /** Null for a decoy: nobody may be blamed. */
  readonly expected: Expected | null;
  /** Why the linter cannot see the line, where it cannot. */
  readonly lintCannotSee: string | null;
  /** Why the guard cannot see the line, where it cannot. */
  readonly guardCannotSee: string | null;
}

const causesInMarkers: readonly Cause[] = ["cpu", "regexp", "microtasks"];

/** Every case, sorted by theme and name. */
export function fixtures(theme?: FixtureTheme): Fixture[] {
  return globSync(`fixtures/${theme ?? "{decoys,stalls}"}/*/task.ts`, { cwd: root, absolute: true })
    .sort()
    .map(readFixture);
}

/**
 * Reads one case from its `task.ts`.
 * @throws Error when the case breaks the contract of `fixtures/README.md`: two marked lines, or an unknown API.
 */
export function readFixture(taskFile: string): Fixture {
  const dir = dirname(taskFile);
  const [theme, name] = relative(join(root, "fixtures"), dir).split(sep) as [FixtureTheme, string];
  const files = globSync("**/*.{ts,mts,cts,js,mjs,cjs}", { cwd: dir, absolute: true }).sort();
  const marked = files.flatMap(markedLines);
  if (marked.length > 1) throw new Error(`${theme}/${name} marks ${marked.length} lines: one case, one line`);
  const [mark] = marked;
  return {
    name,
    theme,
    dir,
    taskFile,
    files,
    expected: mark ? expectation(mark) : null,
    lintCannotSee: mark?.cannotSee("lint") ?? null,
    guardCannotSee: mark?.cannotSee("guard") ?? null,
  };
}

interface MarkedLine {
  readonly file: string;
  readonly line: number;
  readonly marker: string;
  cannotSee(half: "lint" | "guard"): string | null;
}

function markedLines(file: string): MarkedLine[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((text, index) => {
    const marker = /\/\/ blocks: (.+)$/.exec(text)?.[1];
    if (!marker) return [];
    // Notes stand in the comment lines right above; there may be one for each half.
    const above = lines.slice(0, index);
    const notes = above.slice(above.findLastIndex((line) => !line.trimStart().startsWith("//")) + 1);
    return [
      {
        file,
        line: index + 1,
        marker,
        cannotSee: (half) =>
          notes
            .map((note) => new RegExp(`// ${half}: cannot see \\((.+)\\)$`).exec(note)?.[1])
            .find(Boolean) ?? null,
      },
    ];
  });
}

function expectation({ file, line, marker }: MarkedLine): Expected {
  const place = { file: relative(root, file).split(sep).join("/"), line };
  const cause = causesInMarkers.find((word) => word === marker);
  if (cause) return { ...place, api: null, cause };
  const entry = byApi(marker);
  if (!entry) throw new Error(`${place.file}:${line} names ${marker}, which the catalogue does not know`);
  return { ...place, api: marker, cause: entry.kind };
}
