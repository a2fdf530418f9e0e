import type { CheckResult } from "../../../../rules/check.js";
import { LoopwardError } from "../../../findings/errors.js";
import type { Finding } from "../../../findings/finding.js";
import { newFindings, type Found } from "./new-findings.js";
import { layOut } from "./revision.js";

/**
 * The findings that a revision does not have. Both trees are analysed whole: what is new may lie in a line that is not, where
 * a new caller exposes an old function.
 * @throws LOOPWARD_BAD_REVISION, and what `analyse` throws
 */
export async function sinceRevision(
  revision: string,
  now: Found,
  analyse: (folder: string) => CheckResult,
): Promise<Finding[]> {
  const { root, renamed, remove } = await layOut(revision, now.root);
  try {
    if (root === undefined) return [...now.findings];
    return newFindings({ findings: findingsOf(root, analyse), root }, now, renamed);
  } finally {
    await remove();
  }
}

function findingsOf(root: string, analyse: (folder: string) => CheckResult): readonly Finding[] {
  try {
    return analyse(root).findings;
  } catch (error) {
    // The revision is older than the code.
    if (error instanceof LoopwardError && error.code === "LOOPWARD_NO_SOURCES") return [];
    throw error;
  }
}
