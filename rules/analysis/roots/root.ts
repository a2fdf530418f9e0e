import { z } from "zod";
import { callArgument, type CallArgumentRoot } from "./call-argument.js";
import { classMethod, type ClassMethodRoot } from "./class-method.js";
import { decorated, type DecoratedRoot } from "./decorated.js";
import { exported, type ExportedRoot } from "./exported.js";
import { taskFolder, type TaskFolderRoot } from "./task-folder.js";
import { typeArgument, type TypeArgumentRoot } from "./type-argument.js";
import { typedProperty, type TypedPropertyRoot } from "./typed-property.js";
import { typedValue, type TypedValueRoot } from "./typed-value.js";

/** One way to say where tasks are; the same shapes in Loopward's own list and in `settings.loopward.tasks`. */
export type Root =
  | CallArgumentRoot
  | TypeArgumentRoot
  | ClassMethodRoot
  | DecoratedRoot
  | TypedPropertyRoot
  | TypedValueRoot
  | TaskFolderRoot
  | ExportedRoot;

export const rootSchema = z.union([
  callArgument.schema,
  typeArgument.schema,
  classMethod.schema,
  decorated.schema,
  typedProperty.schema,
  typedValue.schema,
  taskFolder.schema,
  exported.schema,
]);
