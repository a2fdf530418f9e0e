import type ts from "typescript";
import { tsc } from "../analysis/typescript.js";
import { insert, type Edit } from "./edit.js";
import { mentionsOf } from "./mentions.js";

/** What an edit needs to be imported; modules without `node:`. */
export interface Wanted {
  readonly module: string;
  readonly name: string;
}

/** A statement that takes names out of a module: an import, or a `require` that is taken apart. */
interface NamedImport {
  readonly statement: ts.Statement;
  readonly braces: ts.NamedImports | ts.ObjectBindingPattern;
  /** Whether the statement takes nothing else. */
  readonly isAll: boolean;
}

/** Whether `name` is all of a built-in module: `import fs from "fs"`, `const fs = require("fs")`. */
export function isWholeModule(name: string, module: string, file: ts.SourceFile): boolean {
  return file.statements.some((statement) => {
    if (tsc.isImportDeclaration(statement) && specifies(statement.moduleSpecifier, module)) {
      const bindings = statement.importClause?.namedBindings;
      const space = bindings && tsc.isNamespaceImport(bindings) ? bindings.name.text : undefined;
      return statement.importClause?.name?.text === name || space === name;
    }
    const required = requiredBy(statement, module);
    return required !== undefined && tsc.isIdentifier(required) && required.text === name;
  });
}

/**
 * The edits that import what is wanted and no longer import `unused`; undefined where a wanted name is taken, or where nothing
 * is imported from `beside`, next to which new imports go.
 */
export function importEdits(
  file: ts.SourceFile,
  wanted: readonly Wanted[],
  beside: string,
  unused?: string,
): Edit[] | undefined {
  const missing = wanted.filter(({ module, name }) => !isImported(file, module, name));
  if (missing.some(({ name }) => mentionsOf(file, name).length > 0)) return undefined;
  const neighbour = file.statements.find((statement) => takesFrom(statement, beside));
  if (!neighbour) return missing.length === 0 ? [] : undefined;
  const named = namedImport(neighbour, beside);
  const joins = ({ module }: Wanted): boolean => named !== undefined && module === beside;
  const lines = missing.filter((each) => !joins(each)).map((each) => importLine(each, neighbour));
  const start = neighbour.getStart(file);
  const inserted = lines.length > 0 ? [insert(start, lines.map((line) => `${line}\n`).join(""))] : [];
  if (!named) return inserted;
  const kept = namesOf(named).filter(({ local }) => local !== unused);
  const names = [...kept.map(({ text }) => text), ...missing.filter(joins).map(({ name }) => name)];
  if (names.length === namesOf(named).length && kept.length === names.length) return inserted;
  if (names.length > 0) return [...inserted, replaceNode(named.braces, `{ ${names.join(", ")} }`)];
  return named.isAll ? [replaceNode(neighbour, lines.join("\n"))] : inserted;
}

function replaceNode(node: ts.Node, text: string): Edit {
  return { start: node.getStart(), end: node.getEnd(), text };
}

function importLine({ module, name }: Wanted, neighbour: ts.Statement): string {
  return tsc.isVariableStatement(neighbour)
    ? `const { ${name} } = require("node:${module}");`
    : `import { ${name} } from "node:${module}";`;
}

function isImported(file: ts.SourceFile, module: string, name: string): boolean {
  return file.statements.some((statement) => {
    const named = takesFrom(statement, module) ? namedImport(statement, module) : undefined;
    return named !== undefined && namesOf(named).some(({ text }) => text === name);
  });
}

function namedImport(statement: ts.Statement, module: string): NamedImport | undefined {
  if (tsc.isImportDeclaration(statement)) {
    const clause = statement.importClause;
    const bindings = clause?.namedBindings;
    if (!bindings || !tsc.isNamedImports(bindings) || clause.isTypeOnly) return undefined;
    return { statement, braces: bindings, isAll: !clause.name };
  }
  const required = requiredBy(statement, module);
  return required && tsc.isObjectBindingPattern(required)
    ? { statement, braces: required, isAll: true }
    : undefined;
}

function namesOf({ braces }: NamedImport): { local: string; text: string }[] {
  const elements: readonly (ts.ImportSpecifier | ts.BindingElement)[] = braces.elements;
  return elements.map((element) => ({ local: element.name.getText(), text: element.getText() }));
}

function takesFrom(statement: ts.Statement, module: string): boolean {
  return tsc.isImportDeclaration(statement)
    ? specifies(statement.moduleSpecifier, module)
    : requiredBy(statement, module) !== undefined;
}

/** What `const … = require(module)` declares. */
function requiredBy(statement: ts.Statement, module: string): ts.BindingName | undefined {
  if (!tsc.isVariableStatement(statement)) return undefined;
  const [declaration, ...others] = statement.declarationList.declarations;
  const call = declaration?.initializer;
  if (!call || others.length > 0 || !tsc.isCallExpression(call)) return undefined;
  const [specifier] = call.arguments;
  if (call.expression.getText() !== "require" || !specifier) return undefined;
  return specifies(specifier, module) ? declaration.name : undefined;
}

function specifies(specifier: ts.Expression, module: string): boolean {
  return tsc.isStringLiteralLike(specifier) && [module, `node:${module}`].includes(specifier.text);
}
