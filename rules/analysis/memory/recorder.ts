import type ts from "typescript";

/** A question about the whole Program, asked of a node of it: who overrides it, who calls it. */
export interface Question {
  readonly kind: string;
  readonly node: ts.Node;
}

/** What an answer was made from: of these files' code, and of these questions' answers. */
export interface Sources {
  readonly files: Set<ts.SourceFile>;
  readonly questions: Set<Question>;
}

/** Innermost last. Analysing is synchronous, so a variable of the module is enough. */
const open: Sources[] = [];

/** Computes something and notes what it looked at; what it is part of does not, unless `dependOnSources` says so. */
export function recorded<T>(compute: () => T): { readonly value: T; readonly sources: Sources } {
  const sources: Sources = { files: new Set(), questions: new Set() };
  open.push(sources);
  try {
    return { value: compute(), sources };
  } finally {
    open.pop();
  }
}

/** Notes that what is being computed looked at the code of a node. Declaration files are not noted: one that changes, changes all. */
export function dependOn(node: ts.Node): void {
  const sources = open.at(-1);
  if (!sources) return;
  const file = node.getSourceFile();
  if (!file.isDeclarationFile) sources.files.add(file);
}

export function dependOnQuestion(question: Question): void {
  open.at(-1)?.questions.add(question);
}

/** Notes that what is being computed used something that had been computed before. */
export function dependOnSources({ files, questions }: Sources): void {
  const sources = open.at(-1);
  if (!sources) return;
  for (const file of files) sources.files.add(file);
  for (const question of questions) sources.questions.add(question);
}

/** A cache for one Program, whose users depend on what its values were made from. */
export class RecordedCache<Key, Value> {
  readonly #known = new Map<Key, { readonly value: Value; readonly sources: Sources }>();

  get(key: Key, compute: () => Value): Value {
    let known = this.#known.get(key);
    if (!known) this.#known.set(key, (known = recorded(compute)));
    dependOnSources(known.sources);
    return known.value;
  }
}
