import { relative } from "node:path";
import type ts from "typescript";
import type { Finding, PathStep } from "../../src/findings/finding.js";
import type { ReachedHit } from "../analysis/analysis.js";
import { unitName } from "../analysis/unit.js";
import { adviceOf, messageOf } from "./message.js";

export const RULE = "loopward/no-blocking-call";

/** The published form of a hit. @param root folder to which its files are relative */
export function toFinding(hit: ReachedHit, root: string): Finding {
  const path = pathSteps(hit.path, root);
  const { file, line, column } = positionOf(hit.at, root);
  return {
    rule: RULE,
    file,
    line,
    column,
    api: hit.api.api,
    cost: hit.api.cost,
    confidence: hit.confidence,
    tasks: hit.tasks,
    path,
    message: messageOf(hit, path),
    advice: adviceOf(hit),
  };
}

/** The published form of a path. */
export function pathSteps(path: ReachedHit["path"], root: string): PathStep[] {
  return path.map(({ unit, site }) => ({ function: unitName(unit), ...lineOf(site, root) }));
}

/** The file and line of a node, the file relative to `root`. */
export function lineOf(node: ts.Node, root: string): Pick<PathStep, "file" | "line"> {
  const { file, line } = positionOf(node, root);
  return { file, line };
}

/** The place of a node, counted from 1; its file relative to `root`. */
export function positionOf(node: ts.Node, root: string): Pick<Finding, "file" | "line" | "column"> {
  const source = node.getSourceFile();
  const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return {
    file: relative(root, source.fileName).replaceAll("\\", "/"),
    line: line + 1,
    column: character + 1,
  };
}
