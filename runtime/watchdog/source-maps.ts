import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { originalPositionFor, TraceMap, type SourceMapInput } from "@jridgewell/trace-mapping";
import { MAX_CODE_CHARS } from "../../src/findings/report.js";
import type { ScriptMap } from "../script-maps.js";

/** A position in a file on this machine; line and column from 1. */
export interface FilePosition {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

const TYPESCRIPT = /\.[cm]?tsx?$/;
const COMMENT = /\/\/[#@] ?sourceMappingURL=(\S+)\s*$/;
// The comment is the last line; an inline map can be long, so the search starts where the last line does.
const DATA_URL = /^data:application\/json[^,]*?(;base64)?,/;
// How long a report waits for a map that the main thread holds, in ms: it is sent before the main thread blocks.
const MAP_WAIT_MS = 50;

/** Maps positions of running code to what the user wrote. Reads from disk, in the watchdog's thread only. */
export class SourceMaps {
  readonly #maps = new Map<string, TraceMap | null>();
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #lines = new Map<string, readonly string[]>();
  readonly #instrumented: boolean;

  /** @param instrumented whether loaders change JavaScript, too */
  constructor(instrumented = false) {
    this.#instrumented = instrumented;
  }

  /** A map that the main thread had in memory. */
  add({ script, map }: ScriptMap): void {
    this.#maps.set(script, map ? parsed(map, baseOf(script)) : readMap(pathOf(script)));
    for (const resume of this.#waiting.get(script) ?? []) resume();
    this.#waiting.delete(script);
  }

  /** Where the user wrote what `script` has at that position; the position itself where no map says otherwise. */
  async locate(script: string, line: number, column: number): Promise<FilePosition> {
    const path = pathOf(script);
    const map = await this.#mapOf(script, path);
    return (map && originalOf(map, line, column)) ?? { path, line, column };
  }

  /** The text of a line, trimmed; empty where the file cannot be read. */
  codeAt(path: string, line: number): string {
    let lines = this.#lines.get(path);
    if (!lines) {
      lines = readText(path)?.split(/\r?\n/) ?? [];
      this.#lines.set(path, lines);
    }
    return (lines[line - 1] ?? "").trim().slice(0, MAX_CODE_CHARS);
  }

  async #mapOf(script: string, path: string): Promise<TraceMap | null> {
    let map = this.#maps.get(script);
    if (map === undefined && (this.#instrumented || TYPESCRIPT.test(path))) {
      await this.#arrival(script);
      map = this.#maps.get(script);
    }
    if (map === undefined) {
      map = readMap(path);
      this.#maps.set(script, map);
    }
    return map;
  }

  #arrival(script: string): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(script) ?? [];
      this.#waiting.set(script, [...waiting, resolve]);
      setTimeout(resolve, MAP_WAIT_MS);
    });
  }
}

/** The path of a script's URL, without what loaders append to it (`?namespace=…`); the URL itself where it is no file's. */
export function pathOf(script: string): string {
  const bare = script.replace(/\?.*$/s, "");
  if (!bare.startsWith("file:")) return bare;
  try {
    return fileURLToPath(bare);
  } catch {
    // A comment in a script can give it any URL: another machine's, one with an encoded slash.
    return bare;
  }
}

function parsed(map: object, base: string): TraceMap | null {
  try {
    return new TraceMap(map as SourceMapInput, base);
  } catch {
    return null;
  }
}

function originalOf(map: TraceMap, line: number, column: number): FilePosition | null {
  try {
    // Columns count from 1 in V8's call sites and from 0 in source maps.
    const original = originalPositionFor(map, { line, column: Math.max(0, column - 1) });
    if (!original.source) return null;
    return { path: pathOf(original.source), line: original.line, column: original.column + 1 };
  } catch {
    // A map is decoded when it is first asked, and may turn out to be none.
    return null;
  }
}

function baseOf(script: string): string {
  return script.startsWith("file:") ? script.replace(/\?.*$/s, "") : pathToFileURL(pathOf(script)).href;
}

function readMap(path: string): TraceMap | null {
  const text = readText(path);
  if (text === null) return null;
  const lastLine = text.slice(text.trimEnd().lastIndexOf("\n") + 1);
  const url = COMMENT.exec(lastLine)?.[1];
  if (url === undefined) return null;
  const base = pathToFileURL(path).href;
  try {
    const data = DATA_URL.exec(url);
    const json = data
      ? Buffer.from(decodeURIComponent(url.slice(data[0].length)), data[1] ? "base64" : "utf8").toString()
      : readText(fileURLToPath(new URL(url, base)));
    return json === null ? null : new TraceMap(json, data ? base : new URL(url, base).href);
  } catch {
    // A map that is missing or broken: the position in the running code is still right, only less handy.
    return null;
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
