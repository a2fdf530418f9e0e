import { readFile } from "node:fs/promises";
import { z } from "zod";
import { fail } from "../findings/errors.js";
import type { Evidence, EvidenceLine } from "./types.js";

// What placement reads of a `Finding`; the rest may grow.
const schema = z.array(
  z.object({
    file: z.string(),
    line: z.number(),
    api: z.string(),
    cost: z.string(),
    confidence: z.string(),
    tasks: z.array(z.string()),
  }),
);

/**
 * The tasks that block for sure and for long, according to the findings file that `loopward check` wrote.
 * @throws LoopwardError `LOOPWARD_BAD_FINDINGS` when the file cannot be read
 */
export async function readHeavyFindings(file: string): Promise<ReadonlyMap<string, Evidence>> {
  const findings = await readFile(file, "utf8")
    .then((text) => schema.parse(JSON.parse(text)))
    .catch((error: unknown) => {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
      throw fail("LOOPWARD_BAD_FINDINGS", [file, reason], { cause: error });
    });
  const lines = new Map<string, EvidenceLine[]>();
  for (const { tasks, cost, confidence, file: source, line, api } of findings) {
    if (cost !== "heavy" || confidence !== "definite") continue;
    for (const task of tasks)
      lines.set(task, [...(lines.get(task) ?? []), { file: source, line, api, count: 1 }]);
  }
  return new Map([...lines].map(([task, its]) => [task, { from: "findings", lines: its }]));
}
