import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { fail } from "../findings/errors.js";
import type { Placement } from "./types.js";

const line = z.object({ file: z.string(), line: z.number(), api: z.string().nullable(), count: z.number() });
const pool = z.enum(["async", "processes"]);

const schema = z.object({
  schema: z.literal("loopward.placement/1"),
  placements: z.array(
    z.object({
      task: z.string(),
      pool,
      because: z.enum(["declared", "default", "evidence"]),
      suggested: pool.nullable(),
      evidence: z
        .discriminatedUnion("from", [
          z.object({
            from: z.literal("reports"),
            stalls: z.number(),
            stolenMs: z.number(),
            worstMs: z.number(),
            share: z.number(),
            windowMs: z.number(),
            lines: z.array(line),
          }),
          z.object({ from: z.literal("findings"), lines: z.array(line) }),
        ])
        .nullable(),
      since: z.string().nullable(),
    }),
  ),
});

const fileOf = (stateDir: string) => join(stateDir, "placement.json");

/** What workers of this project decided; nothing when none ran yet or the file is damaged: it is learnt anew then. */
export async function readPlacements(stateDir: string): Promise<Placement[]> {
  const text = await readFile(fileOf(stateDir), "utf8").catch(() => null);
  if (text === null) return [];
  try {
    return schema.parse(JSON.parse(text)).placements;
  } catch {
    return [];
  }
}

/**
 * Writes `.loopward/placement.json`, keeping what it says of other tasks.
 * @throws LoopwardError `LOOPWARD_STATE_DIR`
 */
export async function writePlacements(stateDir: string, placements: readonly Placement[]): Promise<void> {
  const byTask = new Map((await readPlacements(stateDir)).map((placement) => [placement.task, placement]));
  for (const placement of placements) byTask.set(placement.task, placement);
  await replaceFile(stateDir, [...byTask.values()]);
}

/**
 * Forgets what was learnt of these tasks, or of all; returns the names of those that are forgotten.
 * @throws LoopwardError `LOOPWARD_STATE_DIR`
 */
export async function forgetPlacements(stateDir: string, tasks: readonly string[]): Promise<string[]> {
  const known = await readPlacements(stateDir);
  const goes = (placement: Placement) => tasks.length === 0 || tasks.includes(placement.task);
  const forgotten = known.filter(goes).map((placement) => placement.task);
  if (forgotten.length > 0)
    await replaceFile(
      stateDir,
      known.filter((placement) => !goes(placement)),
    );
  return forgotten;
}

async function replaceFile(stateDir: string, placements: readonly Placement[]): Promise<void> {
  const file = fileOf(stateDir);
  const temporary = `${file}.${process.pid}`;
  const content: z.input<typeof schema> = {
    schema: "loopward.placement/1",
    placements: placements.map((placement) => ({
      ...placement,
      evidence: placement.evidence && { ...placement.evidence, lines: [...placement.evidence.lines] },
    })),
  };
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, `${JSON.stringify(content, null, 2)}\n`);
    // Renamed into place: a reader never sees half a file.
    await rename(temporary, file);
  } catch (error) {
    throw fail("LOOPWARD_STATE_DIR", [stateDir, (error as Error).message], { cause: error });
  }
}
