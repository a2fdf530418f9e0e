import { readFileSync } from "node:fs";

/** The source map that a file names in its last line. */
export interface PriorMap {
  readonly commentAt: number;
  /** As JSON, its sources absolute; null where it is missing or broken. */
  readonly map: string | null;
}

const COMMENT = /^\/\/[#@] ?sourceMappingURL=(\S+)\s*$/;
const DATA_URL = /^data:application\/json[^,]*?(;base64)?,/;

/** Finds the map of a compiled file, inline or beside it. @param url of the file */
export function findPriorMap(source: string, url: string): PriorMap | null {
  // An inline map can be long: the search starts where the last line does.
  const commentAt = source.trimEnd().lastIndexOf("\n") + 1;
  const target = COMMENT.exec(source.slice(commentAt))?.[1];
  return target === undefined ? null : { commentAt, map: read(target, url) };
}

function read(target: string, url: string): string | null {
  try {
    const data = DATA_URL.exec(target);
    if (data) {
      const text = target.slice(data[0].length);
      return absolute(data[1] ? Buffer.from(text, "base64").toString() : decodeURIComponent(text), url);
    }
    const file = new URL(target, url);
    return absolute(readFileSync(file, "utf8"), file.href);
  } catch {
    // Positions in the running code are right all the same, only less handy.
    return null;
  }
}

function absolute(text: string, base: string): string {
  const { sourceRoot, ...map } = JSON.parse(text) as { sources: (string | null)[]; sourceRoot?: string };
  const root = new URL(sourceRoot ? `${sourceRoot.replace(/\/$/, "")}/` : ".", base);
  const sources = map.sources.map((source) => (source === null ? null : new URL(source, root).href));
  return JSON.stringify({ ...map, sources });
}
