import { basename, extname } from "node:path";
import type ts from "typescript";
import { z } from "zod";
import type { Context } from "../context.js";
import { originsOf } from "../origin/value-origin.js";
import { syntaxOf } from "../syntax.js";
import { tsc } from "../typescript.js";
import { handlersOf, memberHandlers, nameOfHandlers } from "./handlers.js";
import type { Registration, RootKind } from "./root-kind.js";

const shape = z.strictObject({
  module: z.string().optional(),
  type: z.string(),
  /** Every member of the value is a handler. */
  members: z.literal(true).optional(),
});
export type TypedValueRoot = z.infer<typeof shape>;

/** `const hello: Task = async () => {}`: the function, or the members of the object, that is said to have a type. */
export const typedValue: RootKind<TypedValueRoot> = {
  schema: shape,
  findIn(file, shapes, context) {
    return syntaxOf(file).annotated.flatMap(({ type, value }) =>
      shapes
        .filter((root) => isWanted(type, root, context))
        .flatMap((root) => registrations(value, root, context)),
    );
  },
};

function isWanted(type: ts.TypeNode, root: TypedValueRoot, { checker }: Context): boolean {
  if (tsc.isImportTypeNode(type)) return isImportOf(type, root);
  if (!tsc.isTypeReferenceNode(type)) return false;
  const name = tsc.isIdentifier(type.typeName) ? type.typeName : type.typeName.right;
  if (root.module === undefined) return name.text === root.type;
  return originsOf(name, checker).some(
    ({ module, path }) => module === root.module && path.at(-1) === root.type,
  );
}

/** `import("graphile-worker").Task`, as JavaScript writes it in comments. */
function isImportOf({ argument, qualifier }: ts.ImportTypeNode, root: TypedValueRoot): boolean {
  if (!qualifier || !tsc.isIdentifier(qualifier) || qualifier.text !== root.type) return false;
  if (root.module === undefined) return true;
  return (
    tsc.isLiteralTypeNode(argument) &&
    tsc.isStringLiteral(argument.literal) &&
    argument.literal.text === root.module
  );
}

function registrations(value: ts.Expression, { members }: TypedValueRoot, context: Context): Registration[] {
  if (members) {
    return memberHandlers(value, context).map(({ name, handlers }) => ({
      task: name,
      handlers,
      site: value,
    }));
  }
  const handlers = handlersOf(value, context);
  if (handlers.length === 0) return [];
  return [{ task: fileName(value) ?? nameOfHandlers(handlers, value), handlers, site: value }];
}

/** What a file exports by default is known by the name of the file: `tasks/send_email.ts`. */
function fileName(value: ts.Expression): string | undefined {
  const file = value.getSourceFile();
  const variable = tsc.findAncestor(value, tsc.isVariableDeclaration);
  const isDefault = file.statements
    .map(exportedAsWhole)
    .some(
      (exported) =>
        exported &&
        (tsc.findAncestor(value, (node) => node === exported) !== undefined ||
          (tsc.isIdentifier(exported) && exported.text === variable?.name.getText())),
    );
  return isDefault ? basename(file.fileName, extname(file.fileName)) : undefined;
}

/** The value of `export default value`, `export = value` and `module.exports = value`. */
function exportedAsWhole(statement: ts.Statement): ts.Expression | undefined {
  if (tsc.isExportAssignment(statement)) return statement.expression;
  if (!tsc.isExpressionStatement(statement) || !tsc.isBinaryExpression(statement.expression))
    return undefined;
  const { left, right } = statement.expression;
  return left.getText() === "module.exports" ? right : undefined;
}
