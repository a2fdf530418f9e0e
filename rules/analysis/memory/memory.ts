import type ts from "typescript";
import { dependOnQuestion, dependOnSources, recorded, type Question, type Sources } from "./recorder.js";

/** What a value is about, besides its node: a kind of value, or another node. */
type Topic = string | ts.Node;

interface Entry {
  readonly value: unknown;
  readonly sources: Sources;
}

interface Asked extends Question {
  answer: readonly unknown[];
}

/** How a kind of question is asked. */
export type Ask = (node: ts.Node) => readonly unknown[];

/**
 * What was found out about the nodes of a Program, kept for the next one: an unchanged file keeps its SourceFile, and so its
 * nodes. Values may hold nodes, and nothing else that belongs to one Program: no symbols, no types.
 */
export class Memory {
  readonly #entries = new Map<Topic, Map<ts.Node, Entry>>();
  readonly #asked = new Map<string, Map<ts.Node, Asked>>();

  /** The value for a node: computed once, and again when something that it was made from has changed. */
  get<T>(topic: Topic, node: ts.Node, compute: () => T): T {
    const onTopic = inner(this.#entries, topic);
    let entry = onTopic.get(node);
    if (!entry) {
      entry = recorded(compute);
      entry.sources.files.add(node.getSourceFile());
      onTopic.set(node, entry);
    }
    dependOnSources(entry.sources);
    return entry.value as T;
  }

  /** An answer that any file may change: it is asked for again in each Program, and who used it is recomputed if it differs. */
  answer<T>(kind: string, node: ts.Node, ask: (node: ts.Node) => readonly T[]): readonly T[] {
    const ofKind = inner(this.#asked, kind);
    let asked = ofKind.get(node);
    if (!asked) ofKind.set(node, (asked = { kind, node, answer: recorded(() => ask(node)).value }));
    dependOnQuestion(asked);
    return asked.answer as readonly T[];
  }

  /**
   * Forgets what no longer holds in a new Program.
   * @param stale files that are no longer part of it, as the objects that they were, and files of which types may have changed
   * @param isThere whether a file is part of it
   * @param ask how each kind of question is asked now
   */
  forget(
    stale: ReadonlySet<ts.SourceFile>,
    isThere: (file: ts.SourceFile) => boolean,
    ask: Readonly<Record<string, Ask>>,
  ): void {
    for (const topic of this.#entries.keys()) {
      if (typeof topic !== "string" && !isThere(topic.getSourceFile())) this.#entries.delete(topic);
    }
    this.#drop(({ files }) => intersects(files, stale));
    const changed = new Set<Question>();
    for (const [kind, ofKind] of this.#asked) {
      for (const [node, asked] of ofKind) {
        const answer = isThere(node.getSourceFile()) ? ask[kind]?.(node) : undefined;
        if (!answer) ofKind.delete(node);
        if (!answer || !isSame(answer, asked.answer)) changed.add(asked);
        asked.answer = answer ?? [];
      }
    }
    if (changed.size > 0) this.#drop(({ questions }) => intersects(questions, changed));
  }

  #drop(isStale: (sources: Sources) => boolean): void {
    for (const onTopic of this.#entries.values()) {
      for (const [node, { sources }] of onTopic) if (isStale(sources)) onTopic.delete(node);
    }
  }
}

function inner<K, V>(outer: Map<K, Map<ts.Node, V>>, key: K): Map<ts.Node, V> {
  let found = outer.get(key);
  if (!found) outer.set(key, (found = new Map<ts.Node, V>()));
  return found;
}

/** Goes through the smaller one. */
function intersects<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const each of small) if (large.has(each)) return true;
  return false;
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
