import type ts from "typescript";
import type { Context } from "../context.js";
import { bare, declarationsOf, nameNode } from "../symbols.js";
import { tsc } from "../typescript.js";
import { valueOf } from "./function-values.js";

/** The path that an expression puts together, seen from its own file where it says so (`__dirname`, `import.meta`). */
export function pathOf(expression: ts.Expression, context: Context, steps = 8): string | undefined {
  if (steps === 0) return undefined;
  const node = bare(expression);
  const parts = (list: readonly ts.Expression[], between: string): string | undefined => {
    const texts = list.map((part) => pathOf(part, context, steps - 1));
    return texts.includes(undefined) ? undefined : texts.join(between);
  };
  if (tsc.isStringLiteralLike(node)) return node.text;
  if (isOwnFolder(node)) return ".";
  if (tsc.isTemplateExpression(node)) {
    const texts = node.templateSpans.map(({ expression: part, literal }) => {
      const text = pathOf(part, context, steps - 1);
      return text === undefined ? undefined : text + literal.text;
    });
    return texts.includes(undefined) ? undefined : node.head.text + texts.join("");
  }
  if (tsc.isBinaryExpression(node)) return parts([node.left, node.right], "");
  if (tsc.isNewExpression(node)) return node.arguments?.[0] && pathOf(node.arguments[0], context, steps - 1);
  if (tsc.isPropertyAccessExpression(node) && node.name.text === "pathname") {
    return pathOf(node.expression, context, steps - 1);
  }
  if (tsc.isCallExpression(node)) {
    const name = nameNode(bare(node.expression))?.text;
    if (name === "join" || name === "resolve") return parts(node.arguments, "/");
    if (name === "dirname") return isOwnFile(node.arguments[0]) ? "." : undefined;
    return name === "fileURLToPath" && node.arguments[0]
      ? pathOf(node.arguments[0], context, steps - 1)
      : undefined;
  }
  if (!tsc.isIdentifier(node)) return undefined;
  return declarationsOf(node, context.checker)
    .map((declaration) => valueOf(declaration, context.checker))
    .map((value) => (value ? pathOf(value, context, steps - 1) : undefined))
    .find((path) => path !== undefined);
}

function isOwnFolder(node: ts.Expression): boolean {
  return (tsc.isIdentifier(node) && node.text === "__dirname") || node.getText() === "import.meta.dirname";
}

/** `fileURLToPath(import.meta.url)`, `__filename` */
function isOwnFile(node: ts.Expression | undefined): boolean {
  return node !== undefined && /^(__filename|.*\bimport\.meta\.(url|filename)\b.*)$/.test(node.getText());
}
