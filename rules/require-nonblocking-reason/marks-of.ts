import type { AST } from "eslint";
import type { Comment } from "estree";

/** One `@nonblocking` in a comment. */
export interface Mark {
  readonly reason: string;
  readonly isJsDoc: boolean;
  /** Whether the comment holds nothing else. */
  readonly isAlone: boolean;
  readonly loc: AST.SourceLocation;
  /** Of the comment. */
  readonly range: [number, number];
}

export function marksOf(comment: Comment): Mark[] {
  const { type, value, loc, range } = comment;
  if (!loc || !range) return [];
  const isJsDoc = type === "Block" && value.startsWith("*");
  // A tag begins a line; anywhere else it is only talked about.
  const lines = value.split("\n").map((line) => line.replace(/^[\s*]+/, "").trimEnd());
  return lines.flatMap((line, index) => {
    const tag = /^@nonblocking(?![\w-])(.*)$/.exec(line);
    if (!tag) return [];
    const after = lines.slice(index + 1);
    const next = after.findIndex((each) => each.startsWith("@"));
    const continued = next < 0 ? after : after.slice(0, next);
    const reason = [tag[1] ?? "", ...continued].join(" ").replace(/\s+/g, " ").trim();
    const isAlone = next < 0 && lines.slice(0, index).every((each) => each === "");
    return [{ reason, isJsDoc, isAlone, loc, range }];
  });
}
