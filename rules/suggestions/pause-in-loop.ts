import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { tsc } from "../analysis/typescript.js";
import { isFunctionUnit } from "../analysis/unit.js";
import { insert, type Edit } from "./edit.js";
import { awaitableAt } from "./make-async.js";

export interface Pause {
  /** As the edits write it: `ctx.yieldIfDue()`. */
  readonly pause: string;
  readonly edits: readonly Edit[];
}

/** The edits that let other tasks go on at every turn of a loop; undefined where its function cannot wait. */
export function pauseInLoop(
  loop: ts.IterationStatement,
  isHandler: boolean,
  context: Context,
): Pause | undefined {
  const async = awaitableAt(loop, isHandler);
  if (!async) return undefined;
  const name = taskContext(loop, context);
  const pause = name === undefined ? "new Promise(setImmediate)" : `${name}.yieldIfDue()`;
  const { statement } = loop;
  const start = statement.getStart();
  if (tsc.isBlock(statement)) return { pause, edits: [...async, insert(start + 1, ` await ${pause};`)] };
  if (tsc.isEmptyStatement(statement)) {
    return { pause, edits: [...async, { start, end: statement.getEnd(), text: ` { await ${pause}; }` }] };
  }
  return {
    pause,
    edits: [...async, insert(start, `{ await ${pause}; `), insert(statement.getEnd(), " }")],
  };
}

/** The innermost loop around a node, in the same function. */
export function loopAround(node: ts.Node): ts.IterationStatement | undefined {
  const found = tsc.findAncestor(
    node,
    (ancestor) => tsc.isFunctionLike(ancestor) || tsc.isIterationStatement(ancestor, false),
  );
  return found && tsc.isIterationStatement(found, false) ? found : undefined;
}

/** The name under which Loopward's context is at hand. */
function taskContext(node: ts.Node, { checker }: Context): string | undefined {
  for (
    let at = tsc.findAncestor(node, isFunctionUnit);
    at;
    at = tsc.findAncestor(at.parent, isFunctionUnit)
  ) {
    const found = at.parameters.find(
      ({ name }) =>
        tsc.isIdentifier(name) && checker.getTypeAtLocation(name).getProperty("yieldIfDue") !== undefined,
    );
    if (found) return found.name.getText();
  }
  return undefined;
}
