import type ts from "typescript";
import { tsc } from "../typescript.js";
import { declaredOrigin } from "./declared-origin.js";
import { extend, moduleName, type Origin } from "./origin.js";

/** One import or re-export: the specifier it names, and the export it takes; `export` undefined for the whole module. */
interface Hop {
  readonly specifier: ts.Expression;
  readonly export: string | undefined;
}

/**
 * The origins of an imported name: each package on the chain of imports and re-exports, nearest first. A chain that ends in
 * the project is continued by `continueAt`, with the declaration it ends at.
 */
export function importOrigins(
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
  continueAt: (declaration: ts.Declaration) => Origin[],
): Origin[] {
  const origins: Origin[] = [];
  const seen = new Set<ts.Symbol>();
  let alias: ts.Symbol | undefined = symbol;
  while (alias && !seen.has(alias)) {
    seen.add(alias);
    if (!(alias.flags & tsc.SymbolFlags.Alias)) {
      const declared = declaredOrigin(alias);
      return [...origins, ...(declared ? [declared] : (alias.declarations?.flatMap(continueAt) ?? []))];
    }
    const declaration: ts.Declaration | undefined = alias.declarations?.[0];
    const hop = declaration && hopOf(declaration);
    if (!hop) {
      // `export { local }` names what this very file declares or imports; JavaScript's `require` is a variable.
      alias = declaration && localTarget(declaration, checker);
      if (!alias && declaration) return [...origins, ...continueAt(declaration)];
      continue;
    }
    if (tsc.isStringLiteralLike(hop.specifier) && !hop.specifier.text.startsWith(".")) {
      origins.push(originOfHop(hop.specifier.text, hop.export));
    }
    alias = exportedSymbol(hop, checker);
  }
  return origins;
}

function originOfHop(specifier: string, name: string | undefined): Origin {
  const module: Origin = { module: moduleName(specifier), path: [] };
  return name === undefined ? module : extend(module, name);
}

function hopOf(declaration: ts.Declaration): Hop | undefined {
  if (tsc.isImportSpecifier(declaration)) {
    const specifier = declaration.parent.parent.parent.moduleSpecifier;
    return { specifier, export: (declaration.propertyName ?? declaration.name).text };
  }
  if (tsc.isImportClause(declaration)) {
    return { specifier: declaration.parent.moduleSpecifier, export: "default" };
  }
  if (tsc.isNamespaceImport(declaration)) {
    return { specifier: declaration.parent.parent.moduleSpecifier, export: undefined };
  }
  if (tsc.isImportEqualsDeclaration(declaration)) {
    const reference = declaration.moduleReference;
    return tsc.isExternalModuleReference(reference)
      ? { specifier: reference.expression, export: undefined }
      : undefined;
  }
  if (tsc.isExportSpecifier(declaration)) {
    const specifier = declaration.parent.parent.moduleSpecifier;
    return specifier && { specifier, export: (declaration.propertyName ?? declaration.name).text };
  }
  if (tsc.isNamespaceExport(declaration)) {
    const specifier = declaration.parent.moduleSpecifier;
    return specifier && { specifier, export: undefined };
  }
  return undefined;
}

function localTarget(declaration: ts.Declaration, checker: ts.TypeChecker): ts.Symbol | undefined {
  if (tsc.isExportSpecifier(declaration)) return checker.getExportSpecifierLocalTargetSymbol(declaration);
  return undefined;
}

function exportedSymbol(hop: Hop, checker: ts.TypeChecker): ts.Symbol | undefined {
  const module = checker.getSymbolAtLocation(hop.specifier);
  if (!module || hop.export === undefined) return undefined;
  return checker.tryGetMemberInModuleExports(hop.export, module);
}
