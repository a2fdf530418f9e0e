import type { Finding } from "../../src/findings/finding.js";
import type { Label } from "./labels.js";

/** Of how many labels of one kind a finding names the line. */
export interface Share {
  readonly found: number;
  readonly of: number;
}

export interface Score {
  /** Real problems. */
  readonly real: Share;
  /** All that a task reaches, cheap calls included. */
  readonly reached: Share;
  /** Harmless places: here less is better. */
  readonly decoys: Share;
  readonly missed: readonly Label[];
  readonly wrong: readonly Label[];
}

export function score(labels: readonly Label[], findings: readonly Finding[]): Score {
  const named = new Set(findings.map(({ file, line }) => `${file}:${line}`));
  const isFound = ({ file, line }: Label): boolean => named.has(`${file}:${line}`);
  const share = (some: readonly Label[]): Share => ({ found: some.filter(isFound).length, of: some.length });
  const real = labels.filter(({ verdict }) => verdict === "tp");
  const decoys = labels.filter(({ verdict }) => verdict.startsWith("decoy:"));
  const reached = labels.filter(({ verdict }) => verdict.startsWith("tp"));
  return {
    real: share(real),
    reached: share(reached),
    decoys: share(decoys),
    missed: reached.filter((label) => !isFound(label)),
    wrong: decoys.filter(isFound),
  };
}

export function add(a: Share, b: Share): Share {
  return { found: a.found + b.found, of: a.of + b.of };
}

export function percent({ found, of }: Share): string {
  return of === 0 ? "–" : `${found}/${of} (${Math.round((100 * found) / of)} %)`;
}
