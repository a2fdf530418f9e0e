import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { fail } from "../findings/errors.js";

// What is read of a `Finding`; the rest may grow.
const schema = z.array(
  z.object({
    rule: z.string(),
    file: z.string(),
    line: z.number(),
    api: z.string(),
    path: z.array(z.object({ function: z.string(), file: z.string(), line: z.number() })),
  }),
);

/** A finding, as far as reports have to do with it. */
export type ReadFinding = z.infer<typeof schema>[number];

/**
 * What `loopward check` left in a project; null where it left nothing.
 * @throws LoopwardError `LOOPWARD_BAD_FINDINGS` when the file cannot be read
 */
export async function readFindings(root: string): Promise<readonly ReadFinding[] | null> {
  const file = join(root, ".loopward", "findings.json");
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw fail("LOOPWARD_BAD_FINDINGS", [file, reason], { cause: error });
  }
}

/** The finding that speaks of a place. */
export function findingAt(
  findings: readonly ReadFinding[],
  { file, line }: { readonly file: string; readonly line: number },
): ReadFinding | undefined {
  return findings.find((finding) => finding.file === file && finding.line === line);
}
