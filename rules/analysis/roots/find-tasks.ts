import type ts from "typescript";
import type { Context } from "../context.js";
import { builtInRoots } from "./built-in.js";
import { callArgument } from "./call-argument.js";
import { classMethod } from "./class-method.js";
import { decorated } from "./decorated.js";
import { exported, type ExportedRoot } from "./exported.js";
import type { Registration } from "./root-kind.js";
import { typeArgument } from "./type-argument.js";
import { typedProperty } from "./typed-property.js";
import { typedValue, type TypedValueRoot } from "./typed-value.js";

/** The tasks of a Program: those that the known frameworks register, and those that settings add. */
export function findTasks(context: Context): Registration[] {
  const roots = [...builtInRoots, ...context.settings.tasks].filter(
    (root) => !("module" in root) || root.module === undefined || context.uses(root.module),
  );
  const found = [
    ...callArgument.find(
      roots.filter((root) => "argument" in root),
      context,
    ),
    ...typeArgument.find(
      roots.filter((root) => "typeArgument" in root),
      context,
    ),
    ...classMethod.find(
      roots.filter((root) => "extends" in root),
      context,
    ),
    ...decorated.find(
      roots.filter((root) => "decorator" in root),
      context,
    ),
    ...typedProperty.find(
      roots.filter((root) => "property" in root && "type" in root),
      context,
    ),
    ...typedValue.find(
      roots.filter((root): root is TypedValueRoot => "type" in root && !("property" in root)),
      context,
    ),
    ...exported.find(
      roots.filter((root): root is ExportedRoot => "files" in root && !("argument" in root)),
      context,
    ),
  ];
  return withoutRepetition(found.filter(({ site }) => !isTest(site.getSourceFile())));
}

/** What a test registers no worker runs. */
function isTest({ fileName }: ts.SourceFile): boolean {
  return /[./](test|spec)\.[cm]?[jt]sx?$|\/__(tests|mocks)__\//.test(fileName);
}

/** One handler is one task, however many lines of the list it fits; another name for it is another task. */
function withoutRepetition(registrations: readonly Registration[]): Registration[] {
  const seen = new Map<unknown, Set<string>>();
  return registrations.filter(({ task, handlers: [handler], site }) => {
    const names = seen.get(handler ?? site) ?? new Set();
    if (names.has(task)) return false;
    seen.set(handler ?? site, names.add(task));
    return true;
  });
}
