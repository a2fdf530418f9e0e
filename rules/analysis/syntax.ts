import type ts from "typescript";
import { bare, nameNode } from "./symbols.js";
import { tsc } from "./typescript.js";

export type AnyCall = ts.CallExpression | ts.NewExpression;

/** What a file contains as far as its text alone tells. */
export interface FileSyntax {
  readonly classes: readonly ts.ClassLikeDeclaration[];
  readonly interfaces: readonly ts.InterfaceDeclaration[];
  readonly calls: readonly AnyCall[];
  readonly objects: readonly ts.ObjectLiteralExpression[];
  /** Values that are said to have a type. */
  readonly annotated: readonly Annotated[];
  /** Assignments of a value to a name or a member. */
  readonly assignments: readonly ts.BinaryExpression[];
  /** Names of getters and setters. */
  readonly accessors: readonly string[];
  /** Specifiers of what it imports, re-exports, requires, or takes types from. */
  readonly specifiers: readonly ts.StringLiteralLike[];
  /** Names that imports and exports give to what is declared under another one, or under none. */
  readonly aliases: readonly string[];
}

/** `const value: Type = …`, `… satisfies Type`, and `@type {Type}` above a function of JavaScript. */
export interface Annotated {
  readonly type: ts.TypeNode;
  readonly value: ts.Expression;
}

/** An unchanged file keeps its SourceFile object from one Program to the next, so an editor pays for a file once. */
const cache = new WeakMap<ts.SourceFile, FileSyntax>();

export function syntaxOf(file: ts.SourceFile): FileSyntax {
  let syntax = cache.get(file);
  if (!syntax) cache.set(file, (syntax = read(file)));
  return syntax;
}

const byName = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly AnyCall[]>>();

/** The calls of a file by the name that stands last in what they call. */
export function callsByName(file: ts.SourceFile): ReadonlyMap<string, readonly AnyCall[]> {
  const known = byName.get(file);
  if (known) return known;
  const calls = new Map<string, AnyCall[]>();
  for (const call of syntaxOf(file).calls) {
    const name = nameNode(bare(call.expression))?.text ?? "";
    const same = calls.get(name);
    if (same) same.push(call);
    else calls.set(name, [call]);
  }
  byName.set(file, calls);
  return calls;
}

function read(file: ts.SourceFile): FileSyntax {
  const classes: ts.ClassLikeDeclaration[] = [];
  const interfaces: ts.InterfaceDeclaration[] = [];
  const calls: AnyCall[] = [];
  const objects: ts.ObjectLiteralExpression[] = [];
  const annotated: Annotated[] = [];
  const assignments: ts.BinaryExpression[] = [];
  const accessors: string[] = [];
  const specifiers: ts.StringLiteralLike[] = [];
  const aliases: string[] = [];
  const namesModules = /\bimport\s*\(/.test(file.text);
  const pending: ts.Node[] = [file];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (tsc.isCallExpression(node) || tsc.isNewExpression(node)) calls.push(node);
    else if (tsc.isClassLike(node)) classes.push(node);
    else if (tsc.isInterfaceDeclaration(node)) interfaces.push(node);
    else if (tsc.isObjectLiteralExpression(node)) objects.push(node);
    else if (isAssignment(node)) assignments.push(node);
    else if (tsc.isAccessor(node) && tsc.isIdentifier(node.name)) accessors.push(node.name.text);
    const typed = annotationIn(node);
    if (typed) annotated.push(typed);
    if (typed && namesModules && isInJsDoc(typed.type)) specifiers.push(...specifiersInType(typed.type));
    specifiers.push(...specifierIn(node));
    aliases.push(...aliasIn(node));
    const children: ts.Node[] = [];
    tsc.forEachChild(node, (child) => {
      if (!tsc.isTypeNode(child)) children.push(child);
      else if (namesModules) specifiers.push(...specifiersInType(child));
    });
    pending.push(...children.reverse());
  }
  return { classes, interfaces, calls, objects, annotated, assignments, accessors, specifiers, aliases };
}

function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  if (!tsc.isBinaryExpression(node)) return false;
  const { EqualsToken, QuestionQuestionEqualsToken, BarBarEqualsToken } = tsc.SyntaxKind;
  return [EqualsToken, QuestionQuestionEqualsToken, BarBarEqualsToken].includes(node.operatorToken.kind);
}

function annotationIn(node: ts.Node): Annotated | undefined {
  if (tsc.isSatisfiesExpression(node)) return { type: node.type, value: node.expression };
  if (tsc.isVariableDeclaration(node) && node.type && node.initializer) {
    return { type: node.type, value: node.initializer };
  }
  if (!tsc.isArrowFunction(node) && !tsc.isFunctionExpression(node)) return undefined;
  const type = node.flags & tsc.NodeFlags.JavaScriptFile ? tsc.getJSDocType(node) : undefined;
  return type && { type, value: node };
}

/** No walk through the code comes by a comment. */
function isInJsDoc(type: ts.TypeNode): boolean {
  return (type.flags & tsc.NodeFlags.JSDoc) !== 0;
}

/** The specifier that a node names, if it is `from "x"`, `require("x")` or `import("x")`. */
function specifierIn(node: ts.Node): ts.StringLiteralLike[] {
  const specifier =
    tsc.isImportDeclaration(node) || tsc.isExportDeclaration(node)
      ? node.moduleSpecifier
      : tsc.isExternalModuleReference(node)
        ? node.expression
        : tsc.isCallExpression(node) && isLoading(node)
          ? node.arguments[0]
          : undefined;
  return specifier && tsc.isStringLiteralLike(specifier) ? [specifier] : [];
}

/** `import("x").Y`, anywhere in a type. */
function specifiersInType(type: ts.Node): ts.StringLiteralLike[] {
  const own =
    tsc.isImportTypeNode(type) && tsc.isLiteralTypeNode(type.argument) ? [type.argument.literal] : [];
  const inner: ts.StringLiteralLike[] = [];
  tsc.forEachChild(type, (child) => void inner.push(...specifiersInType(child)));
  return [...own.filter((literal) => tsc.isStringLiteralLike(literal)), ...inner];
}

function isLoading({ expression }: ts.CallExpression): boolean {
  return (
    expression.kind === tsc.SyntaxKind.ImportKeyword ||
    (tsc.isIdentifier(expression) && expression.text === "require")
  );
}

function aliasIn(node: ts.Node): string[] {
  if (tsc.isImportClause(node)) return node.name ? [node.name.text] : [];
  const renames =
    tsc.isImportSpecifier(node) ||
    tsc.isExportSpecifier(node) ||
    (tsc.isBindingElement(node) && isLoaded(node.parent.parent));
  return renames && node.propertyName && tsc.isIdentifier(node.name) ? [node.name.text] : [];
}

/** `const { a: b } = require("x")` */
function isLoaded(pattern: ts.Node): boolean {
  if (!tsc.isVariableDeclaration(pattern) || !pattern.initializer) return false;
  return tsc.isCallExpression(pattern.initializer) && isLoading(pattern.initializer);
}
