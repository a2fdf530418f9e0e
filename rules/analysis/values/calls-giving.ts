import type ts from "typescript";
import { basesOf } from "../class-hierarchy.js";
import type { Context } from "../context.js";
import { bare, declarationsOf } from "../symbols.js";
import { callsByName, type AnyCall } from "../syntax.js";
import { tsc } from "../typescript.js";
import type { FunctionUnit } from "../unit.js";

export interface Giving {
  readonly call: AnyCall;
  readonly argument: ts.Expression;
}

/** The calls that give something for a parameter which may be a function or hold one. */
export function callsGiving(parameter: ts.ParameterDeclaration, context: Context): Giving[] {
  const called = calledAs(parameter.parent as FunctionUnit, context.checker);
  const [owner] = called;
  // By what is written first: finding out what a name stands for means asking for types.
  const name = (owner && tsc.getNameOfDeclaration(owner)?.getText()) ?? "";
  const named = context.calls
    .filesCalling(name)
    .flatMap((file) => context.memory.get(parameter, file, () => callsIn(file, name, called, context)));
  const aliased = called.flatMap((declaration) => context.calls.aliasedCallsOf(declaration));
  return [...new Set([...named, ...aliased])].flatMap((call) => {
    const argument = argumentFor(parameter, call);
    return argument && !tsc.isLiteralExpression(argument) ? [{ call, argument }] : [];
  });
}

/** What a call gives for a parameter. */
export function argumentFor(parameter: ts.ParameterDeclaration, call: AnyCall): ts.Expression | undefined {
  return call.arguments?.[parameter.parent.parameters.indexOf(parameter)];
}

function callsIn(
  file: ts.SourceFile,
  name: string,
  called: readonly ts.Declaration[],
  { checker }: Context,
): AnyCall[] {
  return (callsByName(file).get(name) ?? []).filter(({ expression }) =>
    declarationsOf(bare(expression), checker).some((part) => called.includes(part)),
  );
}

/** The declarations by which callers may know a function: the class of a constructor, what a method overrides or implements. */
function calledAs(owner: FunctionUnit, checker: ts.TypeChecker): ts.Declaration[] {
  if (tsc.isConstructorDeclaration(owner)) return [owner.parent];
  const { parent } = owner;
  const named = tsc.isVariableDeclaration(parent) || tsc.isPropertyDeclaration(parent) ? parent : owner;
  const name = tsc.getNameOfDeclaration(named);
  if (!name || !tsc.isIdentifier(name) || !tsc.isClassLike(named.parent)) return [named];
  return [named, ...overriddenBy(name.text, named.parent, checker)];
}

function overriddenBy(
  name: string,
  declaration: ts.ClassLikeDeclaration | ts.InterfaceDeclaration,
  checker: ts.TypeChecker,
  seen = new Set<ts.Node>(),
): ts.Declaration[] {
  return basesOf(declaration)
    .flatMap((base) => declarationsOf(base, checker))
    .filter((base) => tsc.isClassLike(base) || tsc.isInterfaceDeclaration(base))
    .filter((base) => !seen.has(base) && seen.add(base))
    .flatMap((base) => [
      ...[...base.members].filter((member) => member.name?.getText() === name),
      ...overriddenBy(name, base, checker, seen),
    ]);
}
