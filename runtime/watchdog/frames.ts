import { isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { RawFrame } from "../call-site.js";
import { pathOf, type SourceMaps } from "./source-maps.js";

/**
 * Whose code a frame runs. `builtin`: a function of the language (`Array.sort`), without a script.
 * `crumb` and `run`: the guard's own wrapper around a call, and its start of a run; `own`: the rest of Loopward.
 */
export type Origin = "project" | "package" | "node" | "builtin" | "crumb" | "run" | "own";

/** A frame as the user knows it: mapped, its file relative to the project root, with `/`. */
export interface LocatedFrame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly origin: Origin;
  /** The function does not execute: it awaits what the frames before it do. */
  readonly awaiting: boolean;
  /** The line is that of the function's beginning, where V8 stopped as it was entered or went on: it tells no line of its body. */
  readonly atEntry: boolean;
  /** Absolute; empty without a file. */
  readonly path: string;
}

/** The frames up to the start of the run; all of them outside of any. */
export function insideRun(frames: readonly LocatedFrame[]): readonly LocatedFrame[] {
  const boundary = frames.findIndex(({ origin }) => origin === "run");
  return boundary === -1 ? frames : frames.slice(0, boundary);
}

// Loopward's own code lies beside this file: `dist/runtime` and `dist/src`.
const RUNTIME = fileURLToPath(new URL("../", import.meta.url));
const SOURCES = fileURLToPath(new URL("../../src/", import.meta.url));

/** Names the origin of frames and maps them to the user's files. */
export class FrameLocator {
  readonly #root: string;
  readonly #maps: SourceMaps;

  constructor(root: string, maps: SourceMaps) {
    this.#root = root;
    this.#maps = maps;
  }

  locate(frames: readonly RawFrame[]): Promise<LocatedFrame[]> {
    return Promise.all(frames.map((frame) => this.#locate(frame)));
  }

  async #locate([name, script, line, column, awaiting, atEntry = false]: RawFrame): Promise<LocatedFrame> {
    const origin = originOf(script);
    const known = { function: name ?? "<anonymous>", line, column, origin, awaiting, atEntry };
    if (script === null || (origin !== "project" && origin !== "package"))
      return { ...known, file: script ?? "", path: "" };
    const position = await this.#maps.locate(script, line, column);
    const file = relative(this.#root, position.path).split(sep).join("/");
    return { ...known, ...position, file, origin: originOf(position.path) };
  }
}

function originOf(script: string | null): Origin {
  if (script === null || script === "") return "builtin";
  if (script.startsWith("node:")) return "node";
  const path = pathOf(script);
  // Code made at run time (`evalmachine.<anonymous>`, `eval`) lies in no file that could be named.
  if (!isAbsolute(path)) return "builtin";
  if (path.startsWith(RUNTIME)) {
    const inner = path.slice(RUNTIME.length).split(sep).join("/");
    if (inner.startsWith("breadcrumbs/")) return "crumb";
    return inner.startsWith("run-context.") ? "run" : "own";
  }
  if (path.startsWith(SOURCES)) return "own";
  return path.split(sep).includes("node_modules") ? "package" : "project";
}
