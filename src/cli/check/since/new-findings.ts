import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Finding } from "../../../findings/finding.js";

/** Findings, and the folder to which their files are relative. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly root: string;
}

/**
 * The findings that were not there before, wherever their lines have moved to. A call is the one of before if the same function
 * of the same file makes it in the same words; or, where no such is left, makes a call of the same API.
 * @param renamed what files are called now, by what they were called before
 */
export function newFindings(before: Found, now: Found, renamed: ReadonlyMap<string, string>): Finding[] {
  const nameNow = (file: string): string => renamed.get(file) ?? file;
  const byWords = withoutKnown(now.findings, before.findings, {
    keyOfNew: (finding) => key(finding, finding.file, wordsAt(finding, now.root)),
    keyOfOld: (finding) => key(finding, nameNow(finding.file), wordsAt(finding, before.root)),
  });
  return withoutKnown(byWords.left, byWords.gone, {
    keyOfNew: (finding) => key(finding, finding.file),
    keyOfOld: (finding) => key(finding, nameNow(finding.file)),
  }).left;
}

interface Keys {
  keyOfNew(finding: Finding): string;
  keyOfOld(finding: Finding): string;
}

/** `left`: what is new; `gone`: what was there before and is no more. */
function withoutKnown(findings: readonly Finding[], known: readonly Finding[], keys: Keys) {
  const unmatched = new Map<string, Finding[]>();
  for (const finding of known) {
    const old = keys.keyOfOld(finding);
    unmatched.set(old, [...(unmatched.get(old) ?? []), finding]);
  }
  const left = findings.filter((finding) => unmatched.get(keys.keyOfNew(finding))?.shift() === undefined);
  return { left, gone: [...unmatched.values()].flat() };
}

function key({ rule, api, path }: Finding, file: string, words = ""): string {
  return JSON.stringify([rule, api, file, path.at(-1)?.function, words]);
}

function wordsAt({ file, line }: Finding, root: string): string {
  const text = readFileSync(resolve(root, file), "utf8");
  return text.split("\n")[line - 1]?.trim() ?? "";
}
