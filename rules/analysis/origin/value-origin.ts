import { isBuiltin } from "node:module";
import type ts from "typescript";
import { dependOn, RecordedCache } from "../memory/recorder.js";
import { bare, followAliases, namedSymbol, nameNode } from "../symbols.js";
import { tsc } from "../typescript.js";
import type { FunctionUnit } from "../unit.js";
import { assignedValues } from "../values/assigned-values.js";
import { functionsOf, isChoice } from "../values/function-values.js";
import { returnedValues } from "../values/wrapped-functions.js";
import { declaredOrigin } from "./declared-origin.js";
import { importOrigins } from "./import-origin.js";
import { extend, INSTANCE, moduleName, RESULT, type Origin } from "./origin.js";

/** Long enough for real code, short enough to end in code that defines values by each other. */
const MAX_STEPS = 16;

/**
 * The modules from which the value of an expression comes: traced through imports, re-exports, assignments, destructuring,
 * `require`, `new` and calls, so that it needs none of the packages' types. Several where a re-exporting package stands
 * between (nearest first); none for the project's own values.
 */
export function originsOf(expression: ts.Expression, checker: ts.TypeChecker, steps = MAX_STEPS): Origin[] {
  if (steps === 0) return [];
  const trace = (next: ts.Expression): Origin[] => originsOf(next, checker, steps - 1);
  const node = bare(expression);
  if (tsc.isIdentifier(node)) return identifierOrigins(node, checker, steps);
  if (tsc.isAwaitExpression(node)) return trace(node.expression);
  if (node.kind === tsc.SyntaxKind.SuperKeyword) return superOrigins(node, trace);
  if (tsc.isNewExpression(node)) return trace(node.expression).map((origin) => extend(origin, INSTANCE));
  if (tsc.isCallExpression(node)) return callOrigins(node, checker, steps);
  if (tsc.isConditionalExpression(node)) return [...trace(node.whenTrue), ...trace(node.whenFalse)];
  if (tsc.isBinaryExpression(node) && isChoice(node)) return [...trace(node.left), ...trace(node.right)];
  if (tsc.isPropertyAccessExpression(node) || tsc.isElementAccessExpression(node)) {
    const name = nameNode(node);
    if (!name) return [];
    const symbol = namedSymbol(node, checker);
    const own = symbol ? symbolOrigins(symbol, checker, steps) : [];
    const reached = symbol && isOwn(symbol) ? [] : trace(node.expression);
    return [...own, ...reached.map((origin) => extend(origin, name.text))];
  }
  return [];
}

/** Whether a value comes from a package: not from the project, nor from Node or the language. */
export function isOfPackage(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  return originsOf(expression, checker).some(({ module }) => module !== "global" && !isBuiltin(module));
}

/** `super(…)` calls what its class extends. */
function superOrigins(node: ts.Node, trace: (next: ts.Expression) => Origin[]): Origin[] {
  const { heritageClauses = [] } = tsc.findAncestor(node, tsc.isClassLike) ?? {};
  const base = heritageClauses.find(({ token }) => token === tsc.SyntaxKind.ExtendsKeyword)?.types[0];
  return base ? trace(base.expression) : [];
}

/** A factory that makes what a factory makes: each is worth so many of the steps. */
const STEPS_OF_FACTORY = 3;

function callOrigins(call: ts.CallExpression, checker: ts.TypeChecker, steps: number): Origin[] {
  const trace = (next: ts.Expression): Origin[] => originsOf(next, checker, steps - 1);
  const loaded = loadedModule(call);
  if (loaded !== undefined) return [{ module: moduleName(loaded), path: [] }];
  const callee = bare(call.expression);
  if (tsc.isPropertyAccessExpression(callee) && callee.name.text === "bind") return trace(callee.expression);
  return [...trace(callee).map((origin) => extend(origin, RESULT)), ...madeOrigins(callee, checker, steps)];
}

/** Where the project's own function that a callee is gets its result: also one imported as if from a package (`@app/queues`). */
function madeOrigins(callee: ts.Expression, checker: ts.TypeChecker, steps: number): Origin[] {
  if (steps <= STEPS_OF_FACTORY) return [];
  return functionsOf(callee, checker).flatMap((made) =>
    resultOrigins(made, checker, steps - STEPS_OF_FACTORY),
  );
}

/** Where what one of the project's functions returns comes from: a promise is worth what it gives. */
function resultOrigins(made: FunctionUnit, checker: ts.TypeChecker, steps: number): Origin[] {
  const typed = made.type ? typeOrigins(made.type, checker, steps) : [];
  return typed.length > 0 ? typed : returnedValues(made).flatMap((value) => originsOf(value, checker, steps));
}

/** The specifier of `require("x")` and `import("x")`. */
export function loadedModule(call: ts.CallExpression): string | undefined {
  const [specifier] = call.arguments;
  const loads =
    call.expression.kind === tsc.SyntaxKind.ImportKeyword ||
    (tsc.isIdentifier(call.expression) && call.expression.text === "require");
  return loads && specifier && tsc.isStringLiteralLike(specifier) ? specifier.text : undefined;
}

function identifierOrigins(node: ts.Identifier, checker: ts.TypeChecker, steps: number): Origin[] {
  const symbol = namedSymbol(node, checker);
  // Nothing declares it: a global whose types are not installed.
  return symbol ? symbolOrigins(symbol, checker, steps) : [{ module: "global", path: [node.text] }];
}

/** What a symbol stands for does not change within a Program, and the same few are called everywhere. */
const caches = new WeakMap<ts.TypeChecker, RecordedCache<ts.Symbol, Origin[]>>();

function symbolOrigins(symbol: ts.Symbol, checker: ts.TypeChecker, steps: number): Origin[] {
  // A trace that began elsewhere may have been cut short.
  if (steps < MAX_STEPS) return traceSymbol(symbol, checker, steps);
  let cache = caches.get(checker);
  if (!cache) caches.set(checker, (cache = new RecordedCache()));
  return cache.get(symbol, () => traceSymbol(symbol, checker, steps));
}

function traceSymbol(symbol: ts.Symbol, checker: ts.TypeChecker, steps: number): Origin[] {
  const continueAt = (part: ts.Declaration): Origin[] => declarationOrigins(part, checker, steps - 1);
  if (symbol.flags & tsc.SymbolFlags.Alias) return importOrigins(symbol, checker, continueAt);
  const declared = declaredOrigin(symbol);
  return declared ? [declared] : (symbol.declarations?.flatMap(continueAt) ?? []);
}

function isOwn(symbol: ts.Symbol): boolean {
  return symbol.declarations?.some((part) => !part.getSourceFile().isDeclarationFile) ?? false;
}

/** The origins of what the project declares as a name for something else. */
function declarationOrigins(part: ts.Declaration, checker: ts.TypeChecker, steps: number): Origin[] {
  dependOn(part);
  if (steps <= 0) return [];
  const trace = (next: ts.Expression): Origin[] => originsOf(next, checker, steps - 1);
  if (tsc.isBindingElement(part)) return bindingOrigins(part, checker, steps);
  if (tsc.isShorthandPropertyAssignment(part)) return trace(part.name);
  if (tsc.isExportAssignment(part)) return trace(part.expression);
  if (tsc.isBinaryExpression(part)) return trace(part.right);
  if (
    tsc.isVariableDeclaration(part) ||
    tsc.isPropertyDeclaration(part) ||
    tsc.isPropertyAssignment(part) ||
    tsc.isParameter(part)
  ) {
    const fromValue = part.initializer ? trace(part.initializer) : [];
    if (fromValue.length > 0 || tsc.isPropertyAssignment(part)) return fromValue;
    const fromType = part.type ? typeOrigins(part.type, checker, steps) : [];
    if (fromType.length > 0) return fromType;
    if (tsc.isParameter(part)) return part.type ? [] : givenOrigins(part, trace);
    return assignedValues(part, checker).flatMap(trace);
  }
  return [];
}

/** What a package's function gives to the callback that it was given: `connect(url, (error, connection) => …)`, `.then((connection) => …)`. */
function givenOrigins(
  { parent: callback }: ts.ParameterDeclaration,
  trace: (next: ts.Expression) => Origin[],
): Origin[] {
  const call = callback.parent;
  if (!tsc.isCallExpression(call) || !call.arguments.some((argument) => argument === callback)) return [];
  return trace(call.expression).map((origin) => extend(origin, RESULT));
}

function bindingOrigins(part: ts.BindingElement, checker: ts.TypeChecker, steps: number): Origin[] {
  const key = part.propertyName ?? part.name;
  const source = part.parent.parent;
  if (!tsc.isObjectBindingPattern(part.parent) || part.dotDotDotToken || !tsc.isIdentifier(key)) return [];
  return declarationOrigins(source, checker, steps - 1).map((origin) => extend(origin, key.text));
}

/** `ReturnType<typeof connect>` */
function returnedOrigins(type: ts.TypeNode, checker: ts.TypeChecker, steps: number): Origin[] {
  if (!tsc.isTypeQueryNode(type)) return [];
  const name = tsc.isIdentifier(type.exprName) ? type.exprName : type.exprName.right;
  const imported = typeOrigins(type, checker, steps).map((origin) => extend(origin, RESULT));
  return [...imported, ...madeOrigins(name, checker, steps)];
}

/** Types whose value is used as that of their argument. */
const TRANSPARENT = new Set(["Promise", "Awaited", "NonNullable", "Readonly", "Required", "Partial"]);

/** A value annotated with a package's class or interface is an instance of it; `typeof m` is `m` itself. */
function typeOrigins(type: ts.TypeNode, checker: ts.TypeChecker, steps: number): Origin[] {
  if (tsc.isTypeQueryNode(type)) {
    return tsc.isIdentifier(type.exprName) ? originsOf(type.exprName, checker, steps - 1) : [];
  }
  if (tsc.isUnionTypeNode(type) || tsc.isIntersectionTypeNode(type)) {
    return type.types.flatMap((each) => typeOrigins(each, checker, steps));
  }
  if (!tsc.isTypeReferenceNode(type)) return [];
  const [inner] = type.typeArguments ?? [];
  if (inner && type.typeName.getText() === "ReturnType") return returnedOrigins(inner, checker, steps);
  if (inner && TRANSPARENT.has(type.typeName.getText())) return typeOrigins(inner, checker, steps);
  const name = tsc.isIdentifier(type.typeName) ? type.typeName : type.typeName.right;
  const symbol = checker.getSymbolAtLocation(name);
  if (!symbol) return [];
  const target = followAliases(symbol, checker);
  const declared = target && declaredOrigin(target);
  const origins = declared
    ? [declared]
    : symbol.flags & tsc.SymbolFlags.Alias
      ? importOrigins(symbol, checker, () => [])
      : [];
  return origins.map((origin) => extend(origin, INSTANCE));
}
