import type ts from "typescript";
import type { z } from "zod";
import type { Context } from "../context.js";
import type { Unit } from "../unit.js";

/** One task as it was found: its name, its handlers and the node that makes it a task. */
export interface Registration {
  readonly task: string;
  /** None where the Program does not show what is registered. */
  readonly handlers: readonly Unit[];
  readonly site: ts.Node;
  /** Why there are no handlers. */
  readonly reason?: string;
}

/** One general shape in which frameworks and projects register tasks. `schema` describes it in settings. */
export interface RootKind<Shape> {
  readonly schema: z.ZodType<Shape>;
  findIn(file: ts.SourceFile, shapes: readonly Shape[], context: Context): Registration[];
}
