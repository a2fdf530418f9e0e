import type ts from "typescript";
import { bare } from "../analysis/symbols.js";
import { tsc } from "../analysis/typescript.js";
import { insert, type Edit } from "../suggestions/edit.js";
import { mentionsOf } from "../suggestions/mentions.js";

export interface Hoisted {
  readonly statement: string;
  readonly edits: readonly Edit[];
}

/** The edits that make `const x = require("x")` inside of a function an import at the top; undefined where that is not mechanical. */
export function hoist(load: ts.Node): Hoisted | undefined {
  if (!tsc.isCallExpression(load)) return undefined;
  const [specifier] = load.arguments;
  const declared = declarationOf(load);
  if (!declared || !specifier || !tsc.isStringLiteralLike(specifier)) return undefined;
  const { declaration, statement, property } = declared;
  const file = load.getSourceFile();
  if (
    namesIn(declaration.name).some((name) => mentionsOf(file, name, functionAround(statement)).length > 0)
  ) {
    return undefined;
  }
  const isImport = load.expression.kind === tsc.SyntaxKind.ImportKeyword;
  const text =
    isImport || isModule(file)
      ? importText(declaration.name, specifier.getText(), isImport, property)
      : statement.getText().replace(/^(let|var)\b/, "const");
  if (text === undefined) return undefined;
  const edits = [insert(topOf(file), `${text}\n`), removal(statement, file)];
  return { statement: text, edits };
}

interface Declared {
  readonly declaration: ts.VariableDeclaration;
  readonly statement: ts.VariableStatement;
  /** `default` of `(await import("x")).default`. */
  readonly property?: string;
}

/** The declaration whose whole value the load is. */
function declarationOf(load: ts.CallExpression): Declared | undefined {
  const declaration = tsc.findAncestor(load, tsc.isVariableDeclaration);
  const statement = declaration?.parent.parent;
  if (!declaration?.initializer || !statement || !tsc.isVariableStatement(statement)) return undefined;
  if (statement.declarationList.declarations.length !== 1 || !tsc.isBlock(statement.parent)) return undefined;
  // What is tried may be missing.
  if (tsc.isTryStatement(statement.parent.parent)) return undefined;
  const value = bare(declaration.initializer);
  if (isLoad(value, load)) return { declaration, statement };
  if (!tsc.isPropertyAccessExpression(value) || !isLoad(bare(value.expression), load)) return undefined;
  return { declaration, statement, property: value.name.text };
}

function isLoad(value: ts.Expression, load: ts.CallExpression): boolean {
  return value === load || (tsc.isAwaitExpression(value) && bare(value.expression) === load);
}

/** `import x from "x"`, or undefined where a pattern has no form as an import. */
function importText(
  name: ts.BindingName,
  specifier: string,
  isImport: boolean,
  property: string | undefined,
): string | undefined {
  if (tsc.isIdentifier(name)) {
    if (property === "default") return `import ${name.text} from ${specifier};`;
    if (property !== undefined) {
      const imported = property === name.text ? property : `${property} as ${name.text}`;
      return `import { ${imported} } from ${specifier};`;
    }
    // What `require` gives is what a default import of CommonJS gives.
    return isImport
      ? `import * as ${name.text} from ${specifier};`
      : `import ${name.text} from ${specifier};`;
  }
  if (property !== undefined || tsc.isArrayBindingPattern(name)) return undefined;
  const parts = name.elements.map(importedPart);
  return parts.includes(undefined) ? undefined : `import { ${parts.join(", ")} } from ${specifier};`;
}

function importedPart({
  name,
  propertyName,
  dotDotDotToken,
  initializer,
}: ts.BindingElement): string | undefined {
  if (dotDotDotToken || initializer || !tsc.isIdentifier(name)) return undefined;
  if (!propertyName) return name.text;
  return tsc.isIdentifier(propertyName) ? `${propertyName.text} as ${name.text}` : undefined;
}

function namesIn(name: ts.BindingName): string[] {
  if (tsc.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (tsc.isBindingElement(element) ? namesIn(element.name) : []));
}

function functionAround(node: ts.Node): ts.Node {
  return tsc.findAncestor(node, tsc.isFunctionLike) ?? node;
}

function isModule(file: ts.SourceFile): boolean {
  return file.statements.some(
    (statement) =>
      tsc.isImportDeclaration(statement) ||
      tsc.isExportDeclaration(statement) ||
      tsc.isExportAssignment(statement) ||
      (tsc.canHaveModifiers(statement) &&
        tsc.getModifiers(statement)?.some(({ kind }) => kind === tsc.SyntaxKind.ExportKeyword)),
  );
}

/** Before the first statement that is no directive. */
function topOf(file: ts.SourceFile): number {
  const first = file.statements.find(
    (statement) => !(tsc.isExpressionStatement(statement) && tsc.isStringLiteral(statement.expression)),
  );
  return (first ?? file.endOfFileToken).getStart(file);
}

/** The statement, and its line if nothing else stands on it. */
function removal(statement: ts.Statement, { text }: ts.SourceFile): Edit {
  const end = statement.getEnd();
  const rest = /^[ \t]*\r?\n[ \t]*/.exec(text.slice(end))?.[0] ?? /^[ \t]*/.exec(text.slice(end))?.[0] ?? "";
  return { start: statement.getStart(), end: end + rest.length, text: "" };
}
