import { stackTree } from "../stack-tree.js";
import type { Profiler } from "node:inspector";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Report, StackNode } from "../../findings/report.js";
import type { ExportFormat } from "./format.js";

/**
 * A CPU profile as V8 writes it, which Chrome's DevTools and VS Code open: one stall after the other, each below its task. How
 * long a function was on the stack is its share of the stall; when exactly, no one knows.
 */
export const cpuprofile: ExportFormat = {
  stacks: true,
  mediaType: "application/json",
  async *write(reports, { root }) {
    const profile = new ProfileBuilder(root);
    for await (const batch of reports) for (const report of batch) profile.add(report);
    yield `${JSON.stringify(profile.build())}\n`;
  },
};

type Node = Profiler.ProfileNode & { readonly children: number[]; hitCount: number };

class ProfileBuilder {
  readonly #root: string;
  readonly #nodes: Node[] = [];
  readonly #ids = new Map<string, number>();
  readonly #pieces: { readonly id: number; readonly micros: number }[] = [];
  readonly #top: Node;

  constructor(root: string) {
    this.#root = root;
    this.#top = this.#newNode(null, "(root)", "", 0, 0);
  }

  add(report: Report): void {
    const task = this.#child(this.#top, report.task ? `task ${report.task.name}` : "(no task)", "", 0, 0);
    const tree = stackTree(report);
    this.#piece(task, (1 - sharesOf(tree)) * report.durationMs);
    this.#walk(task, tree, report.durationMs);
  }

  build(): Profiler.Profile {
    const endTime = this.#pieces.reduce((total, { micros }) => total + micros, 0);
    // A sample holds until the next one; the last says where the last piece ends.
    const samples = [...this.#pieces.map(({ id }) => id), this.#top.id];
    const timeDeltas = [0, ...this.#pieces.map(({ micros }) => micros)];
    return { nodes: this.#nodes, startTime: 0, endTime, samples, timeDeltas };
  }

  #walk(parent: Node, tree: readonly StackNode[], durationMs: number): void {
    for (const { calls, share, ...frame } of tree) {
      const { function: name, file, line, column } = frame;
      const node = this.#child(parent, name, this.#url(file), line - 1, column - 1);
      this.#piece(node, (share - sharesOf(calls)) * durationMs);
      this.#walk(node, calls, durationMs);
    }
  }

  #piece(node: Node, ms: number): void {
    const micros = Math.round(ms * 1_000);
    if (micros <= 0) return;
    node.hitCount += 1;
    this.#pieces.push({ id: node.id, micros });
  }

  #child(parent: Node, name: string, url: string, line: number, column: number): Node {
    const key = [parent.id, name, url, line, column].join("\0");
    const known = this.#ids.get(key);
    const node =
      known === undefined ? this.#newNode(parent, name, url, line, column) : this.#nodes[known - 1];
    if (!node) throw new Error("a node of the profile is missing");
    this.#ids.set(key, node.id);
    return node;
  }

  #newNode(parent: Node | null, functionName: string, url: string, lineNumber: number, columnNumber: number) {
    const id = this.#nodes.length + 1;
    const node: Node = {
      id,
      callFrame: { functionName, scriptId: "0", url, lineNumber, columnNumber },
      hitCount: 0,
      children: [],
    };
    this.#nodes.push(node);
    parent?.children.push(id);
    return node;
  }

  /** What lies outside of the project keeps the name that the report gives it: a report may name any file. */
  #url(file: string): string {
    const way = relative(this.#root, resolve(this.#root, file));
    const isInside =
      !file.startsWith("node:") && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
    return isInside ? pathToFileURL(resolve(this.#root, file)).href : file;
  }
}

function sharesOf(nodes: readonly StackNode[]): number {
  return Math.min(
    1,
    nodes.reduce((total, { share }) => total + share, 0),
  );
}
