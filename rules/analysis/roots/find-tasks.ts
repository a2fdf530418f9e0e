import type ts from "typescript";
import type { Context } from "../context.js";
import { isTestFile } from "../test-file.js";
import { isUnit, unitName } from "../unit.js";
import { builtInRoots } from "./built-in.js";
import { callArgument } from "./call-argument.js";
import { classMethod } from "./class-method.js";
import { decorated } from "./decorated.js";
import { exported, type ExportedRoot } from "./exported.js";
import type { Registration, RootKind } from "./root-kind.js";
import { taskFolder } from "./task-folder.js";
import { typeArgument } from "./type-argument.js";
import { typedProperty } from "./typed-property.js";
import { typedValue, type TypedValueRoot } from "./typed-value.js";

/** The tasks of a Program: those that the known frameworks register, and those that settings add. */
export function findTasks(context: Context): Registration[] {
  const roots = [...builtInRoots, ...context.settings.tasks].filter(
    (root) => !("module" in root) || root.module === undefined || context.uses(root.module),
  );
  const finders: readonly Finder[] = [
    finder(
      callArgument,
      roots.filter((root) => "argument" in root),
    ),
    finder(
      typeArgument,
      roots.filter((root) => "typeArgument" in root),
    ),
    finder(
      classMethod,
      roots.filter((root) => "extends" in root),
    ),
    finder(
      decorated,
      roots.filter((root) => "decorator" in root),
    ),
    finder(
      typedProperty,
      roots.filter((root) => "property" in root && "type" in root),
    ),
    finder(
      typedValue,
      roots.filter((root): root is TypedValueRoot => "type" in root && !("property" in root)),
    ),
    finder(
      taskFolder,
      roots.filter((root) => "folder" in root),
    ),
    finder(
      exported,
      roots.filter((root): root is ExportedRoot => "files" in root && !("argument" in root)),
    ),
  ];
  const found = context.files
    .filter((file) => !isTestFile(file))
    .map((file) => context.memory.get("tasks", file, () => finders.map((find) => find(file, context))));
  const byKind = finders.flatMap((_, kind) => found.flatMap((ofFile) => ofFile[kind] ?? []));
  return withoutRepetition(byKind.filter(({ site }) => !isTestFile(site.getSourceFile())));
}

type Finder = (file: ts.SourceFile, context: Context) => Registration[];

function finder<Shape>(kind: RootKind<Shape>, shapes: readonly Shape[]): Finder {
  return (file, context) => (shapes.length === 0 ? [] : kind.findIn(file, shapes, context));
}

/**
 * One handler is one task, however many lines of the list it fits; another name for it is another task, unless it is only what
 * the function is called for want of a name.
 */
function withoutRepetition(registrations: readonly Registration[]): Registration[] {
  const named = new Map<unknown, Set<string>>();
  for (const { task, handlers, site } of registrations) {
    const [handler = site] = handlers;
    named.set(handler, (named.get(handler) ?? new Set()).add(task));
  }
  const taken = new Map<unknown, Set<string>>();
  return registrations.filter(({ task, handlers, site }) => {
    const [handler = site] = handlers;
    const isSpare = isUnit(handler) && task === unitName(handler) && (named.get(handler)?.size ?? 0) > 1;
    const names = taken.get(handler) ?? new Set();
    if (isSpare || names.has(task)) return false;
    taken.set(handler, names.add(task));
    return true;
  });
}
