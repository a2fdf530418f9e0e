import type ts from "typescript";
import { tsc } from "../analysis/typescript.js";

/** Whether a name occurs as an identifier of its own (and not as a property) outside of `inside`, whatever it means there. */
export function mentionsOutside(file: ts.SourceFile, name: string, inside?: ts.Node): boolean {
  const pending: ts.Node[] = [...file.statements];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node === inside) continue;
    const isProperty = tsc.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (tsc.isIdentifier(node) && node.text === name && !isProperty) return true;
    tsc.forEachChild(node, (child) => void pending.push(child));
  }
  return false;
}
