import type ts from "typescript";
import { tsc } from "../typescript.js";
import { INSTANCE, moduleName, type Origin } from "./origin.js";

/** The origin of what a declaration file declares, read from where it stands; undefined for the project's own. */
export function declaredOrigin(symbol: ts.Symbol): Origin | undefined {
  const declaration = symbol.declarations?.[0];
  if (!declaration?.getSourceFile().isDeclarationFile) return undefined;
  const path: string[] = [symbol.name];
  let below: ts.Node = declaration;
  for (let node = declaration.parent; !tsc.isSourceFile(node); below = node, node = node.parent) {
    if (tsc.isClassLike(node) || tsc.isInterfaceDeclaration(node)) {
      path.unshift(node.name?.text ?? "default", ...(isStaticMember(below) ? [] : [INSTANCE]));
    } else if (tsc.isModuleDeclaration(node)) {
      if (tsc.isStringLiteral(node.name)) return { module: moduleName(node.name.text), path };
      if (node.name.text === "global") return { module: "global", path };
      path.unshift(node.name.text);
    }
  }
  const file = declaration.getSourceFile();
  if (!tsc.isExternalModule(file)) return { module: "global", path };
  const module = packageOf(file.fileName);
  return module === undefined ? undefined : { module, path };
}

/** The package a file under node_modules belongs to; the package it describes if it is one of `@types`. */
export function packageOf(fileName: string): string | undefined {
  const inside = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(fileName)?.[1];
  if (!inside?.startsWith("@types/")) return inside;
  const described = inside.slice("@types/".length);
  return described.includes("__") ? `@${described.replace("__", "/")}` : described;
}

function isStaticMember(node: ts.Node): boolean {
  return (
    tsc.canHaveModifiers(node) &&
    (tsc.getModifiers(node)?.some((modifier) => modifier.kind === tsc.SyntaxKind.StaticKeyword) ?? false)
  );
}
