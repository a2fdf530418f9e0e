import type ts from "typescript";
import { tsc } from "../typescript.js";
import { isFunctionUnit, type FunctionUnit } from "../unit.js";

/**
 * What other files can learn of a file by types: its text without the insides of its functions, which show in their types only.
 * Two versions of a file with the same surface leave the types in every other file as they were.
 */
export function surfaceOf(file: ts.SourceFile, checker: ts.TypeChecker): string {
  // What scripts assign to `exports`, `this` and prototypes declares members, wherever it stands.
  if (!isTyped(file)) return file.text;
  return file.statements.map((statement) => shown(statement, checker)).join("\n");
}

/** Comments before a statement say nothing of types. */
function shown(statement: ts.Statement, checker: ts.TypeChecker): string {
  const { text } = statement.getSourceFile();
  const parts: string[] = [];
  let from = statement.getStart();
  for (const unit of outermostFunctions(statement)) {
    const { body } = unit;
    if (!body) continue;
    parts.push(text.slice(from, body.getStart()), insides(unit, body, checker));
    from = body.getEnd();
  }
  return [...parts, text.slice(from, statement.getEnd())].join("");
}

/** In the order of the text. */
function outermostFunctions(statement: ts.Statement): FunctionUnit[] {
  const found: FunctionUnit[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionUnit(node)) found.push(node);
    else tsc.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

/** What a function's body shows of itself. */
function insides(unit: FunctionUnit, body: ts.Node, checker: ts.TypeChecker): string {
  // Types that are declared in there can be seen by name only: what stands behind the name is the text.
  if (declaresTypes(body)) return body.getText();
  if (tsc.isConstructorDeclaration(unit)) return givesTypes(unit) ? body.getText() : "";
  if (unit.type || tsc.isSetAccessor(unit)) return "";
  const signature = checker.getSignatureFromDeclaration(unit);
  if (!signature) return body.getText();
  const { NoTruncation, InTypeAlias, UseFullyQualifiedType, WriteArrowStyleSignature } = tsc.TypeFormatFlags;
  const flags = NoTruncation | InTypeAlias | UseFullyQualifiedType | WriteArrowStyleSignature;
  return checker.signatureToString(signature, undefined, flags);
}

/** A field that is declared without type and value has the type of what its constructor assigns. */
function givesTypes({ parent }: ts.ConstructorDeclaration): boolean {
  return parent.members.some(
    (member) => tsc.isPropertyDeclaration(member) && !member.type && !member.initializer,
  );
}

function declaresTypes(node: ts.Node): boolean {
  const isType =
    tsc.isClassLike(node) ||
    tsc.isInterfaceDeclaration(node) ||
    tsc.isTypeAliasDeclaration(node) ||
    tsc.isEnumDeclaration(node);
  return isType || (tsc.forEachChild(node, (child) => declaresTypes(child) || undefined) ?? false);
}

function isTyped({ fileName }: ts.SourceFile): boolean {
  return /\.[cm]?tsx?$/.test(fileName);
}
