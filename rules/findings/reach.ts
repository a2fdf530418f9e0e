import type ts from "typescript";
import type { ReachedUnit } from "../analysis/analysis.js";
import { reachText } from "./message.js";
import { pathSteps } from "./to-finding.js";

/** Which task executes `node`, a part of `unit`, and how it gets there: a sentence. @param root folder to which files are relative */
export function reachOf(unit: ReachedUnit, node: ts.Node, root: string): string {
  return reachText(unit.tasks, pathSteps(unit.pathTo(node), root));
}
