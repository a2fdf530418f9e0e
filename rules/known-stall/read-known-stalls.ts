import { readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { z } from "zod";
import { fail } from "../../src/findings/errors.js";
import { KNOWN_STALLS_FILE, KNOWN_STALLS_SCHEMA, type KnownStall } from "../../src/findings/known-stalls.js";

const schema = z.object({
  schema: z.literal(KNOWN_STALLS_SCHEMA),
  stalls: z.array(
    z.object({
      file: z.string(),
      line: z.int().positive(),
      code: z.string().min(1),
      api: z.string().nullable(),
      tasks: z.array(z.string()),
      countByDay: z.record(z.string(), z.int().nonnegative()),
      worstMs: z.number().nonnegative(),
      lastTime: z.string(),
      advice: z.string(),
    }),
  ),
});

/** What the rules say of a known stall. */
export type ReadStall = Pick<
  KnownStall,
  "file" | "line" | "code" | "api" | "tasks" | "countByDay" | "worstMs" | "lastTime" | "advice"
>;

interface Known {
  readonly mtimeMs: number;
  readonly size: number;
  readonly byFile: ReadonlyMap<string, readonly ReadStall[]>;
}

const read = new Map<string, Known>();

/**
 * The stalls known of a source file, from the files that are named, or from the nearest `.loopward/known-stalls.json` at or above it.
 * @throws LOOPWARD_BAD_KNOWN_STALLS when a file cannot be read, or a file that is named is missing
 */
export function knownStallsOf(source: string, cwd: string, named: readonly string[]): readonly ReadStall[] {
  const files = named.length > 0 ? named.map((file) => resolve(cwd, file)) : nearest(dirname(source));
  return files.flatMap((file) => {
    const way = relative(projectOf(file, cwd), source).replaceAll("\\", "/");
    return load(file).byFile.get(way) ?? [];
  });
}

/** Files in it are relative to the folder that holds the state folder. */
function projectOf(file: string, cwd: string): string {
  return file.endsWith(join("/", KNOWN_STALLS_FILE)) ? dirname(dirname(file)) : cwd;
}

function nearest(folder: string): string[] {
  for (let above = folder; ; above = dirname(above)) {
    const file = join(above, KNOWN_STALLS_FILE);
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) return [file];
    if (dirname(above) === above) return [];
  }
}

/** Read again when it has changed: an editor lints for days. */
function load(file: string): Known {
  try {
    const { mtimeMs, size } = statSync(file);
    const before = read.get(file);
    if (before?.mtimeMs === mtimeMs && before.size === size) return before;
    const { stalls } = schema.parse(JSON.parse(readFileSync(file, "utf8")));
    const known = { mtimeMs, size, byFile: byFile(stalls) };
    read.set(file, known);
    return known;
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw fail("LOOPWARD_BAD_KNOWN_STALLS", [file, reason], { cause: error });
  }
}

function byFile(stalls: readonly ReadStall[]): Map<string, ReadStall[]> {
  const files = new Map<string, ReadStall[]>();
  for (const stall of stalls) files.set(stall.file, [...(files.get(stall.file) ?? []), stall]);
  return files;
}
