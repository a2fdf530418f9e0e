import { join } from "node:path";
import { findProjectRoot } from "../../config/root.js";
import { forgetPlacements } from "../../placement/placement-file.js";
import { print } from "../reports/print.js";
import { printable } from "../reports/printable.js";

/** `loopward placement reset`: workers that run keep what they know until they are started again. */
export async function resetPlacement(tasks: readonly string[]): Promise<void> {
  const forgotten = await forgetPlacements(join(findProjectRoot(process.cwd()), ".loopward"), tasks);
  await print(
    forgotten.length > 0
      ? `Forgotten: ${forgotten.map(printable).join(", ")}`
      : "There was nothing to forget.",
  );
}
