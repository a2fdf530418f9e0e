import type ts from "typescript";
import type { Twin } from "../../src/catalogue/types.js";
import type { ReachedHit } from "../analysis/analysis.js";
import { tsc } from "../analysis/typescript.js";
import { insert, type Edit } from "./edit.js";
import { importEdits, isWholeModule, type Wanted } from "./imports.js";
import { awaitableAt } from "./make-async.js";
import { mentionsOf } from "./mentions.js";

export interface AwaitTwin {
  /** The twin as the edits write it: `readFile`, `fs.promises.readFile`, `promisify(pbkdf2)`. */
  readonly name: string;
  readonly edits: readonly Edit[];
}

/**
 * The edits that make `readFileSync(f)` an `await readFile(f)`, `pbkdf2Sync(…)` an `await promisify(pbkdf2)(…)`, keep the
 * imports right, and make the function `async` where that is safe; undefined where that is not mechanical.
 */
export function awaitTwin({ api, node, path }: ReachedHit): AwaitTwin | undefined {
  const { twin, module } = api;
  if (!twin || !tsc.isCallExpression(node)) return undefined;
  const async = awaitableAt(node, path.length === 1);
  const written = async && writtenTwin(node, twin, module);
  if (!written) return undefined;
  return { name: written.name, edits: [...written.imports, ...async, ...rewrite(node, written.name)] };
}

interface Written {
  readonly name: string;
  readonly imports: readonly Edit[];
}

const PROMISIFY: Wanted = { module: "util", name: "promisify" };

function writtenTwin(call: ts.CallExpression, twin: Twin, module: string): Written | undefined {
  const callee = call.expression;
  const file = call.getSourceFile();
  const promisify = twin.promisify ? [PROMISIFY] : [];
  if (tsc.isPropertyAccessExpression(callee) && tsc.isIdentifier(callee.expression)) {
    const { text } = callee.expression;
    if (!isWholeModule(text, module, file)) return undefined;
    const name = twin.promisify ? `promisify(${text}.${twin.name})` : `${text}.promises.${twin.name}`;
    return withImports(name, importEdits(file, promisify, module));
  }
  if (!tsc.isIdentifier(callee)) return undefined;
  const name = twin.promisify ? `promisify(${twin.name})` : twin.name;
  // Mentioned by its import and by this call: nothing needs it any more.
  const isLast = callee.text !== twin.name && mentionsOf(file, callee.text).length === 2;
  const wanted = [{ module: twin.module, name: twin.name }, ...promisify];
  return withImports(name, importEdits(file, wanted, module, isLast ? callee.text : undefined));
}

function withImports(name: string, imports: readonly Edit[] | undefined): Written | undefined {
  return imports && { name, imports };
}

function rewrite(call: ts.CallExpression, name: string): Edit[] {
  const start = call.getStart();
  const end = call.expression.getEnd();
  if (!bindsTighterThanAwait(call)) return [{ start, end, text: `await ${name}` }];
  return [{ start, end, text: `(await ${name}` }, insert(call.getEnd(), ")")];
}

/** `await f().x` would await the property. */
function bindsTighterThanAwait(call: ts.CallExpression): boolean {
  const { parent } = call;
  return (
    (tsc.isPropertyAccessExpression(parent) ||
      tsc.isElementAccessExpression(parent) ||
      tsc.isCallExpression(parent) ||
      tsc.isNonNullExpression(parent)) &&
    parent.expression === call
  );
}
