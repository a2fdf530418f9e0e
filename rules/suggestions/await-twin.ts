import type ts from "typescript";
import type { ReachedHit } from "../analysis/analysis.js";
import { tsc } from "../analysis/typescript.js";

/** A replacement of text, in offsets of the file. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface AwaitTwin {
  /** The twin as the edits write it: `readFile`, `fs.promises.readFile`. */
  readonly name: string;
  readonly edits: readonly Edit[];
}

const PROMISES = "fs/promises";

/**
 * The edits that make `readFileSync(f)` an `await readFile(f)` and keep the imports right; undefined where that is not
 * mechanical: outside of an async function, or where the twin's name means something else already.
 */
export function awaitTwin({ api, node }: ReachedHit): AwaitTwin | undefined {
  const { twin } = api;
  if (twin?.module !== PROMISES || twin.promisify) return undefined;
  if (!tsc.isCallExpression(node) || !isInAsyncFunction(node)) return undefined;
  const callee = node.expression;
  if (tsc.isPropertyAccessExpression(callee) && tsc.isIdentifier(callee.expression)) {
    return isModuleImport(callee.expression.text, node.getSourceFile())
      ? rewrite(node, `${callee.expression.text}.promises.${twin.name}`, [])
      : undefined;
  }
  if (!tsc.isIdentifier(callee)) return undefined;
  const imports = importEdits(node.getSourceFile(), twin.name);
  return imports && rewrite(node, twin.name, imports);
}

function rewrite(call: ts.CallExpression, name: string, imports: readonly Edit[]): AwaitTwin {
  const parenthesised = bindsTighterThanAwait(call);
  const start = call.getStart();
  const before: Edit = {
    start,
    end: call.expression.getEnd(),
    text: `${parenthesised ? "(" : ""}await ${name}`,
  };
  const after: Edit[] = parenthesised ? [{ start: call.getEnd(), end: call.getEnd(), text: ")" }] : [];
  return { name, edits: [...imports, before, ...after] };
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

function isInAsyncFunction(node: ts.Node): boolean {
  const enclosing = tsc.findAncestor(node, (ancestor) => tsc.isFunctionLike(ancestor));
  return (
    enclosing !== undefined &&
    tsc.canHaveModifiers(enclosing) &&
    (tsc.getModifiers(enclosing)?.some(({ kind }) => kind === tsc.SyntaxKind.AsyncKeyword) ?? false)
  );
}

/** Whether `name` is all of `node:fs`, so that `name.promises` is there. */
function isModuleImport(name: string, file: ts.SourceFile): boolean {
  return importsOf(file, "fs").some(({ importClause }) => {
    const bindings = importClause?.namedBindings;
    return (
      importClause?.name?.text === name ||
      (bindings && tsc.isNamespaceImport(bindings) && bindings.name.text === name)
    );
  });
}

/** The edits that import `name` from `node:fs/promises`; undefined where `name` is taken, or nothing is imported from `fs`. */
function importEdits(file: ts.SourceFile, name: string): Edit[] | undefined {
  const imported = importsOf(file, PROMISES).some(({ importClause }) => {
    const bindings = importClause?.namedBindings;
    return (
      bindings &&
      tsc.isNamedImports(bindings) &&
      bindings.elements.some((element) => !element.propertyName && element.name.text === name)
    );
  });
  if (imported) return [];
  const [beside] = importsOf(file, "fs");
  if (!beside || mentions(file, name)) return undefined;
  const start = beside.getStart(file);
  return [{ start, end: start, text: `import { ${name} } from "node:${PROMISES}";\n` }];
}

function importsOf(file: ts.SourceFile, module: string): ts.ImportDeclaration[] {
  return file.statements.filter(
    (statement): statement is ts.ImportDeclaration =>
      tsc.isImportDeclaration(statement) &&
      tsc.isStringLiteral(statement.moduleSpecifier) &&
      [module, `node:${module}`].includes(statement.moduleSpecifier.text),
  );
}

/** Whether a name occurs as an identifier of its own (and not as a property), whatever it means there. */
function mentions(file: ts.SourceFile, name: string): boolean {
  const pending: ts.Node[] = [...file.statements];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const isProperty = tsc.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (tsc.isIdentifier(node) && node.text === name && !isProperty) return true;
    tsc.forEachChild(node, (child) => void pending.push(child));
  }
  return false;
}
