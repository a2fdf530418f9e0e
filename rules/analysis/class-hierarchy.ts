import type ts from "typescript";
import { followAliases } from "./symbols.js";
import { syntaxOf } from "./syntax.js";
import { tsc } from "./typescript.js";
import { bodiesOf, type FunctionUnit } from "./unit.js";

type Derived = ts.ClassLikeDeclaration | ts.InterfaceDeclaration;

/** Who extends and implements whom in the project: found once, from heritage clauses, without asking for any type. */
export class ClassHierarchy {
  readonly #derivedOf = new Map<ts.Symbol, Derived[]>();

  constructor(
    files: readonly ts.SourceFile[],
    private readonly checker: ts.TypeChecker,
  ) {
    for (const file of files) {
      const { classes, interfaces } = syntaxOf(file);
      for (const derived of [...classes, ...interfaces]) this.#add(derived);
    }
  }

  /** The bodies that a call of `member` may execute in the descendants of the type that declares it. */
  overridesOf(member: ts.Declaration): FunctionUnit[] {
    const owner = member.parent;
    if (!tsc.isClassLike(owner) && !tsc.isInterfaceDeclaration(owner)) return [];
    const name = (member as ts.NamedDeclaration).name;
    if (!name || !tsc.isIdentifier(name)) return [];
    return this.#descendants(owner).flatMap((derived) =>
      tsc.isClassLike(derived) ? bodiesOf(derived, name.text) : [],
    );
  }

  #descendants(owner: Derived): Derived[] {
    const found = new Set<Derived>();
    const pending: Derived[] = [owner];
    for (let next = pending.pop(); next; next = pending.pop()) {
      const symbol = symbolOfType(next, this.checker);
      for (const derived of (symbol && this.#derivedOf.get(symbol)) ?? []) {
        if (found.has(derived)) continue;
        found.add(derived);
        pending.push(derived);
      }
    }
    return [...found];
  }

  #add(derived: Derived): void {
    for (const base of basesOf(derived)) {
      const symbol = this.checker.getSymbolAtLocation(base);
      const target = symbol && followAliases(symbol, this.checker);
      if (!target) continue;
      const known = this.#derivedOf.get(target);
      if (known) known.push(derived);
      else this.#derivedOf.set(target, [derived]);
    }
  }
}

/** The expressions named in `extends` and `implements`. */
export function basesOf(derived: Derived): ts.Expression[] {
  return (derived.heritageClauses ?? []).flatMap((clause) => clause.types.map((type) => type.expression));
}

function symbolOfType(declaration: Derived, checker: ts.TypeChecker): ts.Symbol | undefined {
  return declaration.name
    ? checker.getSymbolAtLocation(declaration.name)
    : checker.getTypeAtLocation(declaration).getSymbol();
}
