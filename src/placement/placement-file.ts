import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { fail } from "../findings/errors.js";
import { evidenceSchema } from "./stored.js";
import type { Placement } from "./types.js";

const pool = z.enum(["async", "processes"]);

const schema = z.object({
  schema: z.literal("loopward.placement/1"),
  placements: z.array(
    z.object({
      task: z.string(),
      queue: z.string(),
      pool,
      because: z.enum(["declared", "default", "evidence"]),
      suggested: pool.nullable(),
      evidence: evidenceSchema.nullable(),
      since: z.string().nullable(),
      learntBy: z.array(z.string()),
      resets: z.number(),
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
 * @param elsewhere forgets it first where else it is known
 * @throws LoopwardError `LOOPWARD_STATE_DIR`
 */
export async function forgetPlacements(
  stateDir: string,
  tasks: readonly string[],
  elsewhere: (placements: readonly Placement[]) => Promise<void>,
): Promise<string[]> {
  const known = await readPlacements(stateDir);
  const [forgotten, kept] = [
    known.filter(({ task }) => tasks.length === 0 || tasks.includes(task)),
    known.filter(({ task }) => tasks.length > 0 && !tasks.includes(task)),
  ];
  if (forgotten.length > 0) {
    await elsewhere(forgotten);
    await replaceFile(stateDir, kept);
  }
  return forgotten.map(({ task }) => task);
}

async function replaceFile(stateDir: string, placements: readonly Placement[]): Promise<void> {
  const file = fileOf(stateDir);
  const temporary = `${file}.${process.pid}`;
  const content: z.input<typeof schema> = {
    schema: "loopward.placement/1",
    placements: placements.map((placement) => ({
      ...placement,
      learntBy: [...placement.learntBy],
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
