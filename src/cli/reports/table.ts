import Table from "cli-table3";
import { paint } from "../colour.js";

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** A table without frames: it can be read, grepped and cut. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const none = { top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "" };
  const sides = { "bottom-left": "", "bottom-right": "", left: "", "left-mid": "", mid: "", "mid-mid": "" };
  const output = new Table({
    chars: { ...none, ...sides, right: "", "right-mid": "", middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: columns.map(({ align }) => align ?? "left"),
    head: columns.map(({ title }) => paint.dim(title)),
  });
  output.push(...rows.map((row) => [...row]));
  return output
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
