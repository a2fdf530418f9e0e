import { readFileSync } from "node:fs";

/** What a run wrote about itself. */
export type Line =
  | {
      readonly event: "start";
      readonly id: string;
      readonly pid: number;
      readonly attempt: number;
      readonly redelivered: boolean;
    }
  | { readonly event: "end"; readonly id: string; readonly pid: number }
  /** It found its id claimed by a process that lives. */
  | { readonly event: "double"; readonly id: string; readonly pid: number; readonly other: number };

/** @throws when a line is torn: a line is one write, which no kill can halve */
export function readJournal(file: string): Line[] {
  const text = readFileSync(file, "utf8");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}
