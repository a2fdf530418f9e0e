import { dirname, extname, relative, resolve } from "node:path";
import type ts from "typescript";
import { z } from "zod";
import type { Context } from "../context.js";
import { moduleName } from "../origin/origin.js";
import { syntaxOf } from "../syntax.js";
import { isTestFile } from "../test-file.js";
import { tsc } from "../typescript.js";
import { pathOf } from "../values/path-value.js";
import { handlersOfFile, registrations } from "./exported.js";
import type { Registration, RootKind } from "./root-kind.js";

const shape = z.strictObject({
  /** The file that names the folder imports this package. */
  module: z.string(),
  /** Property of an object that names a folder: each file of it is a task that is called like the file. */
  folder: z.string(),
});
export type TaskFolderRoot = z.infer<typeof shape>;

/** `run({ taskDirectory: `${__dirname}/tasks` })`: a folder whose files are handlers, with nothing in them that says so. */
export const taskFolder: RootKind<TaskFolderRoot> = {
  schema: shape,
  findIn(file, shapes, context) {
    const imported = new Set(syntaxOf(file).specifiers.map(({ text }) => moduleName(text)));
    return shapes
      .filter(({ module }) => imported.has(module))
      .flatMap(({ folder }) =>
        syntaxOf(file).objects.flatMap((object) =>
          object.properties
            .filter((part) => part.name && tsc.isIdentifier(part.name) && part.name.text === folder)
            .flatMap((property) => tasksIn(property, folder, context)),
        ),
      );
  },
};

function tasksIn(property: ts.ObjectLiteralElementLike, name: string, context: Context): Registration[] {
  const files = context.filesOfFolder(property);
  const found = files.flatMap((file) => {
    const [registration] = handlersOfFile(file, context).flatMap((symbol) => registrations(symbol, context));
    return registration ? [{ ...registration, task: taskName(file, files) }] : [];
  });
  if (found.length > 0) return found;
  return [
    {
      task: name,
      handlers: [],
      site: property,
      reason: "the program shows no tasks in the folder that it names",
    },
  ];
}

/** The path below the folder, without the extension. */
function taskName(file: ts.SourceFile, files: readonly ts.SourceFile[]): string {
  const folders = files.map(({ fileName }) => dirname(fileName));
  const folder = folders.reduce((shortest, next) => (next.length < shortest.length ? next : shortest));
  const path = relative(folder, file.fileName).replaceAll("\\", "/");
  return path.slice(0, path.length - extname(path).length);
}

/** The files of the project that lie in the folder which a property names. */
export function filesOfFolder(property: ts.ObjectLiteralElementLike, context: Context): ts.SourceFile[] {
  const value = tsc.isPropertyAssignment(property)
    ? property.initializer
    : tsc.isShorthandPropertyAssignment(property)
      ? property.name
      : undefined;
  const path = value && pathOf(value, context);
  if (path === undefined) return [];
  return (
    basesOf(property.getSourceFile().fileName, context.root)
      .map((base) => `${resolve(base, path).replaceAll("\\", "/")}/`)
      .map((folder) => context.files.filter((file) => file.fileName.startsWith(folder) && !isTestFile(file)))
      .find((files) => files.length > 0) ?? []
  );
}

/** A name may be relative to the file that says it or to where the program is started: some folder above. */
function basesOf(fileName: string, root: string): string[] {
  const bases: string[] = [];
  for (
    let folder = dirname(fileName);
    folder.startsWith(root) && folder !== dirname(folder);
    folder = dirname(folder)
  ) {
    bases.push(folder);
  }
  return bases;
}
