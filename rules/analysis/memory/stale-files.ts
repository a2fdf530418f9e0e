import type ts from "typescript";
import { tsc } from "../typescript.js";
import { importersOf } from "./importers.js";
import { surfaceOf } from "./surface.js";

/** A Program and its files that may hold the project's code. */
export interface Version {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly files: readonly ts.SourceFile[];
}

/** More than an edit: a branch was switched. */
const MANY = 50;

/**
 * The files, as the objects they are in either Program, of which what is known no longer holds: those that changed, and, where
 * the types in one may have changed for others, all that import it. Undefined where that may be any file.
 */
export function staleFiles(before: Version, now: Version): ReadonlySet<ts.SourceFile> | undefined {
  if (!isSameSetup(before.program, now.program)) return undefined;
  const came = difference(now.program, before.program);
  const went = difference(before.program, now.program);
  if (came.length + went.length > MANY) return undefined;
  if (!came.every((file) => isModule(file, now)) || !went.every((file) => isModule(file, before)))
    return undefined;
  const stale = new Set([...came, ...went]);
  const shownBefore = went.filter((file) => !isSameToOthers(file, before, now));
  const shownNow = came.filter((file) => !isSameToOthers(file, now, before));
  if (shownBefore.length > 0) {
    for (const file of importersOf(shownBefore, before.files, before.checker)) stale.add(file);
  }
  if (shownNow.length > 0) {
    for (const file of importersOf(shownNow, now.files, now.checker)) stale.add(file);
  }
  return stale;
}

function difference(a: ts.Program, b: ts.Program): ts.SourceFile[] {
  const others = new Set(b.getSourceFiles());
  return a.getSourceFiles().filter((file) => !others.has(file));
}

function isSameSetup(before: ts.Program, now: ts.Program): boolean {
  return JSON.stringify(before.getCompilerOptions()) === JSON.stringify(now.getCompilerOptions());
}

/** What declares globals, or adds to other modules, is seen without an import. */
function isModule(file: ts.SourceFile, { checker }: Version): boolean {
  if (file.isDeclarationFile || !checker.getSymbolAtLocation(file)) return false;
  return !file.statements.some((statement) => tsc.isModuleDeclaration(statement) && isAmbient(statement));
}

function isAmbient({ name, flags }: ts.ModuleDeclaration): boolean {
  return tsc.isStringLiteral(name) || (flags & tsc.NodeFlags.GlobalAugmentation) !== 0;
}

function isSameToOthers(file: ts.SourceFile, version: Version, other: Version): boolean {
  const twin = other.program.getSourceFile(file.fileName);
  return twin !== undefined && surfaceOf(file, version.checker) === surfaceOf(twin, other.checker);
}
