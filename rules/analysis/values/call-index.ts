import type ts from "typescript";
import type { Context } from "../context.js";
import { bare, declarationsOf } from "../symbols.js";
import { callsByName, type AnyCall } from "../syntax.js";
import { tsc } from "../typescript.js";

/** Where in a Program something may be called: looked up once, and not again for each function that is asked about. */
export class CallIndex {
  #filesByName: ReadonlyMap<string, readonly ts.SourceFile[]> | undefined;
  #aliased: ReadonlyMap<ts.Declaration, readonly AnyCall[]> | undefined;

  constructor(private readonly context: Context) {}

  /** The files that call something by a name. */
  filesCalling(name: string): readonly ts.SourceFile[] {
    this.#filesByName ??= grouped(
      this.context.files.flatMap((file) => [...callsByName(file).keys()].map((key) => [key, file] as const)),
    );
    return this.#filesByName.get(name) ?? [];
  }

  /** The calls of what a declaration declares that use another name for it. */
  aliasedCallsOf(declaration: ts.Declaration): readonly AnyCall[] {
    this.#aliased ??= grouped(this.context.files.flatMap((file) => this.#aliasedIn(file)));
    return this.#aliased.get(declaration) ?? [];
  }

  #aliasedIn(file: ts.SourceFile): readonly (readonly [ts.Declaration, AnyCall])[] {
    const { memory, aliasNames, checker } = this.context;
    return memory.get("aliased calls", file, () =>
      [...callsByName(file)]
        .filter(([name]) => aliasNames.has(name))
        .flatMap(([, calls]) => calls)
        .filter(({ expression }) => tsc.isIdentifier(bare(expression)))
        .flatMap((call) =>
          declarationsOf(bare(call.expression), checker)
            .filter((part) => !part.getSourceFile().isDeclarationFile)
            .map((part) => [part, call] as const),
        ),
    );
  }
}

function grouped<Key, Value>(pairs: readonly (readonly [Key, Value])[]): ReadonlyMap<Key, readonly Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
