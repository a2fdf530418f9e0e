import { RegExpParser, visitRegExpAST, type AST } from "@eslint-community/regexpp";
import { isDisjointWith, JS, NFA } from "refa";
import type { Literal } from "scslre";

/**
 * A repetition without end that can read one text in two ways: by two of its alternatives (`(?:\w|\d)*`), or in one turn and in
 * several (`(?:a|aa)+`). Each such text in the input doubles the ways, and all are tried if what follows does not match.
 * Returns what is repeated, or undefined. Complements `scslre`, which looks at pairs of quantifiers only.
 */
export function findAmbiguity(literal: Literal): string | undefined {
  const { pattern, flags } = parse(literal);
  const parser = JS.Parser.fromAst({ pattern, flags });
  let found: string | undefined;
  visitRegExpAST(pattern, {
    onQuantifierEnter(quantifier) {
      const { element, max } = quantifier;
      if (found !== undefined || max !== Infinity || !canReject(quantifier)) return;
      if (element.type !== "Group" && element.type !== "CapturingGroup") return;
      if (isAmbiguous(element, parser)) found = element.raw;
    },
  });
  return found;
}

function parse({ source, flags }: Literal) {
  const parser = new RegExpParser();
  const mode = { unicode: flags.includes("u"), unicodeSets: flags.includes("v") };
  return {
    pattern: parser.parsePattern(source, 0, source.length, mode),
    flags: parser.parseFlags(flags),
  };
}

function isAmbiguous(group: AST.Group | AST.CapturingGroup, parser: JS.Parser): boolean {
  const alternatives = group.alternatives.map((alternative) => automaton(alternative, parser));
  if (
    alternatives.some((one, index) =>
      alternatives.slice(index + 1).some((other) => !isDisjointWith(one, other)),
    )
  )
    return true;
  const once = automaton(group, parser);
  const severalTimes = once.copy();
  severalTimes.quantify(2, Infinity);
  return !isDisjointWith(once, severalTimes);
}

/** Less the empty text: a turn that reads nothing ends a repetition. */
function automaton(element: AST.Alternative | AST.Group | AST.CapturingGroup, parser: JS.Parser): NFA {
  const { expression, maxCharacter } = parser.parseElement(element, {
    assertions: "disable",
    backreferences: "disable",
  });
  const nfa = NFA.fromRegex(expression, { maxCharacter });
  nfa.withoutEmptyWord();
  return nfa;
}

/** Whether anything after the repetition may fail to match, so that the other ways are tried at all. */
function canReject(node: AST.Node): boolean {
  const { parent } = node;
  if (!parent || parent.type === "Pattern") return false;
  if (parent.type === "Alternative") {
    const rest = parent.elements.slice(parent.elements.indexOf(node as AST.Element) + 1);
    if (rest.some((element) => element.type !== "Quantifier" || element.min > 0)) return true;
  }
  return canReject(parent);
}
