import type ts from "typescript";
import { syntaxOf } from "../syntax.js";

/** All files that import one of `files`, and all that import those, and so on; `files` included. */
export function importersOf(
  files: Iterable<ts.SourceFile>,
  all: readonly ts.SourceFile[],
  checker: ts.TypeChecker,
): Set<ts.SourceFile> {
  const importers = new Map<ts.SourceFile, ts.SourceFile[]>();
  for (const file of all) {
    for (const imported of importedBy(file, checker)) {
      const known = importers.get(imported);
      if (known) known.push(file);
      else importers.set(imported, [file]);
    }
  }
  const found = new Set(files);
  // A set is gone through in the order in which it grows.
  for (const file of found) for (const importer of importers.get(file) ?? []) found.add(importer);
  return found;
}

function importedBy(file: ts.SourceFile, checker: ts.TypeChecker): ts.SourceFile[] {
  return syntaxOf(file).specifiers.flatMap((specifier) => {
    const module = checker.getSymbolAtLocation(specifier);
    return module?.declarations?.map((declaration) => declaration.getSourceFile()) ?? [];
  });
}
