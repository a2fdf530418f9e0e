import Table from "cli-table3";
import { paint } from "../colour.js";

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** More lines than a person reads. */
const TEXT_LIMIT = 100;

/** How many a command shows: what `--limit` says, or as many as are read; JSON is for programs and has no such limit. */
export function limitOf({ limit, format }: { readonly limit?: number; readonly format: string }): number {
  return (limit ?? (format === "text" ? TEXT_LIMIT : Infinity)) || Infinity;
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
