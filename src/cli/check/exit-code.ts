import type { Finding } from "../../findings/finding.js";
import type { ExitCode } from "../exit-code.js";

/** 0: nothing found. 1: something found. (2, not done, is for what throws.) */
export function exitCodeOf(findings: readonly Finding[]): ExitCode {
  return findings.length === 0 ? 0 : 1;
}
