import type ts from "typescript";
import { packageOf } from "../origin/declared-origin.js";
import { tsc } from "../typescript.js";
import { isUnit, unitName } from "../unit.js";
import type { BlockingApi } from "./hit.js";

/** What a `@blocking` on its declaration makes of a function. The tag's text, if any, is the advice. */
export function markedBlocking(declaration: ts.Declaration): BlockingApi | undefined {
  const tag = tagOf(declaration, "blocking");
  if (!tag) return undefined;
  const module = packageOf(declaration.getSourceFile().fileName);
  const name = isUnit(declaration) ? unitName(declaration) : declaredName(declaration);
  return {
    api: module === undefined ? name : `${module}.${name}`,
    module: module ?? "",
    kind: "sync-call",
    cost: "heavy",
    instead: tsc.getTextOfJSDocComment(tag.comment)?.trim() ?? "an asynchronous alternative",
  };
}

/** `@nonblocking <reason>` ends every path at the declaration. */
export function isMarkedNonblocking(declaration: ts.Node): boolean {
  return tagOf(declaration, "nonblocking") !== undefined;
}

function tagOf(declaration: ts.Node, name: string): ts.JSDocTag | undefined {
  return tsc.getJSDocTags(declaration).find((tag) => tag.tagName.text === name);
}

function declaredName(declaration: ts.Declaration): string {
  return tsc.getNameOfDeclaration(declaration)?.getText() ?? "<anonymous>";
}
