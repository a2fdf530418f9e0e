import type ts from "typescript";
import { tsc } from "../analysis/typescript.js";

/** The places where a name occurs as an identifier of its own (and not as a property), whatever it means there. */
export function mentionsOf(file: ts.SourceFile, name: string, outside?: ts.Node): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const pending: ts.Node[] = [...file.statements];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node === outside) continue;
    const isProperty = tsc.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (tsc.isIdentifier(node) && node.text === name && !isProperty) found.push(node);
    tsc.forEachChild(node, (child) => void pending.push(child));
  }
  return found;
}
