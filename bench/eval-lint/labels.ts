import { readFileSync } from "node:fs";

/** One labelled place of a public project. Fields beyond these are explanations for people. */
export interface Label {
  /** `owner/name`. */
  readonly repo: string;
  readonly file: string;
  readonly line: number;
  /** `tp`: a real problem. `tp-negligible`: reached from a task, and cheap. `decoy:…`: no task reaches it. */
  readonly verdict: "tp" | "tp-negligible" | `decoy:${string}`;
  readonly edgeLevel?: number;
  readonly chain?: readonly string[];
}

/** Reads a file of one label a line, by project. */
export function readLabels(file: string): Map<string, Label[]> {
  const labels = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Label);
  const byProject = new Map<string, Label[]>();
  for (const label of labels) byProject.set(label.repo, [...(byProject.get(label.repo) ?? []), label]);
  return byProject;
}
