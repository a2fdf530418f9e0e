import type ts from "typescript";
import { followAliases } from "./symbols.js";
import { syntaxOf } from "./syntax.js";
import { isTestFile } from "./test-file.js";
import { tsc } from "./typescript.js";
import { bodiesOf, type FunctionUnit } from "./unit.js";

type Derived = ts.ClassLikeDeclaration | ts.InterfaceDeclaration;

/**
 * Who extends and implements whom in the project: found once, from heritage clauses, without asking for any type. Classes of
 * which the program never has an instance are left out.
 */
export class ClassHierarchy {
  readonly #derivedOf = new Map<ts.Symbol, Derived[]>();

  constructor(
    files: readonly ts.SourceFile[],
    private readonly checker: ts.TypeChecker,
  ) {
    for (const file of files) {
      if (isTestFile(file)) continue;
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
      tsc.isClassLike(derived) && this.#isInstantiated(derived) ? bodiesOf(derived, name.text) : [],
    );
  }

  /**
   * Whether there may be an instance of a class. One that is exported may be made by code that loads its file by a computed name;
   * one that is not, and that its file mentions nowhere else, by nobody. An abstract one needs a class below it.
   */
  #isInstantiated(derived: ts.ClassLikeDeclaration): boolean {
    const modifiers = tsc.canHaveModifiers(derived) ? (tsc.getModifiers(derived) ?? []) : [];
    const has = (wanted: ts.SyntaxKind): boolean => modifiers.some(({ kind }) => kind === wanted);
    if (has(tsc.SyntaxKind.AbstractKeyword)) return this.#descendants(derived).length > 0;
    if (has(tsc.SyntaxKind.ExportKeyword) || !tsc.isClassDeclaration(derived) || !derived.name) return true;
    if (tsc.canHaveDecorators(derived) && tsc.getDecorators(derived)) return true;
    return isMentionedTwice(derived.name.text, derived.getSourceFile().text);
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

function isMentionedTwice(name: string, text: string): boolean {
  return text.includes(name, text.indexOf(name) + name.length);
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
