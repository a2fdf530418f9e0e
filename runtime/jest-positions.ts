import { readFileSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { Position, Report, StackNode } from "../src/findings/report.js";
import { inOwnRealm, mainGlobal } from "./realm.js";

/**
 * The report with positions of what the user wrote, where Jest compiled it: its source maps are known to nobody but the
 * formatter of stacks that it installs, so that each position is asked for as a stack of one frame.
 */
export function asWrittenForJest(report: Report, root: string): Report {
  const format = inOwnRealm
    ? (Reflect.get(mainGlobal.Error, "prepareStackTrace") as unknown as Formatter | undefined)
    : null;
  if (!format) return report;
  const written = <T extends Position>(position: T): T => {
    if (position.file.startsWith("node:")) return position;
    const text = String(format(new Error(), [new OneFrame(position, root)]));
    const [, path, line, column] = POSITION.exec(text) ?? [];
    if (path === undefined) return position;
    const file = relative(root, resolve(root, path)).replaceAll(sep, "/");
    return { ...position, file, line: Number(line), column: Number(column) };
  };
  const { blame } = report;
  return {
    ...report,
    blame: blame && { ...written(blame), code: codeAt(written(blame), root) },
    stack: report.stack.map((frame) => written(frame)),
    ...(report.tree && { tree: report.tree.map((node) => treeOf(node, written)) }),
  };
}

type Formatter = (error: Error, frames: readonly OneFrame[]) => unknown;

const POSITION = /(?:\bat |\()([^\n()]+):(\d+):(\d+)\)?$/;

function treeOf(node: StackNode, written: <T extends Position>(position: T) => T): StackNode {
  return { ...written(node), calls: node.calls.map((call) => treeOf(call, written)) };
}

function codeAt({ file, line }: Position, root: string): string {
  try {
    return readFileSync(resolve(root, file), "utf8").split("\n")[line - 1]?.trim() ?? "";
  } catch {
    return "";
  }
}

/** What V8 hands a formatter, as far as one looks at it for the sake of a position. */
class OneFrame {
  readonly #path: string;
  readonly #position: Position;

  constructor(position: Position, root: string) {
    this.#path = resolve(root, position.file);
    this.#position = position;
  }

  getFileName(): string {
    return this.#path;
  }
  getScriptNameOrSourceURL(): string {
    return this.#path;
  }
  getLineNumber(): number {
    return this.#position.line;
  }
  getColumnNumber(): number {
    return this.#position.column;
  }
  getFunctionName(): null {
    return null;
  }
  isNative(): boolean {
    return false;
  }
  isEval(): boolean {
    return false;
  }
  isConstructor(): boolean {
    return false;
  }
  isToplevel(): boolean {
    return true;
  }
}
