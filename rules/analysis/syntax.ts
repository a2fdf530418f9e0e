import type ts from "typescript";
import { tsc } from "./typescript.js";

/** What a file contains as far as its text alone tells. */
export interface FileSyntax {
  readonly classes: readonly ts.ClassLikeDeclaration[];
  readonly interfaces: readonly ts.InterfaceDeclaration[];
  readonly calls: readonly (ts.CallExpression | ts.NewExpression)[];
  readonly objects: readonly ts.ObjectLiteralExpression[];
  /** Variables with a type annotation and a value. */
  readonly annotated: readonly ts.VariableDeclaration[];
  /** Names of getters and setters. */
  readonly accessors: readonly string[];
}

/** An unchanged file keeps its SourceFile object from one Program to the next, so an editor pays for a file once. */
const cache = new WeakMap<ts.SourceFile, FileSyntax>();

export function syntaxOf(file: ts.SourceFile): FileSyntax {
  let syntax = cache.get(file);
  if (!syntax) cache.set(file, (syntax = read(file)));
  return syntax;
}

function read(file: ts.SourceFile): FileSyntax {
  const classes: ts.ClassLikeDeclaration[] = [];
  const interfaces: ts.InterfaceDeclaration[] = [];
  const calls: (ts.CallExpression | ts.NewExpression)[] = [];
  const objects: ts.ObjectLiteralExpression[] = [];
  const annotated: ts.VariableDeclaration[] = [];
  const accessors: string[] = [];
  const pending: ts.Node[] = [file];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (tsc.isCallExpression(node) || tsc.isNewExpression(node)) calls.push(node);
    else if (tsc.isClassLike(node)) classes.push(node);
    else if (tsc.isInterfaceDeclaration(node)) interfaces.push(node);
    else if (tsc.isObjectLiteralExpression(node)) objects.push(node);
    else if (tsc.isVariableDeclaration(node) && node.type && node.initializer) annotated.push(node);
    else if (tsc.isAccessor(node) && tsc.isIdentifier(node.name)) accessors.push(node.name.text);
    const children: ts.Node[] = [];
    tsc.forEachChild(node, (child) => {
      if (!tsc.isTypeNode(child)) children.push(child);
    });
    pending.push(...children.reverse());
  }
  return { classes, interfaces, calls, objects, annotated, accessors };
}
