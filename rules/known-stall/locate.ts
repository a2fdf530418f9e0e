import { MAX_CODE_CHARS } from "../../src/findings/report.js";
import type { ReadStall } from "./read-known-stalls.js";

/** A known stall, and the line (from 1) where its code is now. */
export interface Located {
  readonly stall: ReadStall;
  readonly line: number;
}

/**
 * Finds the lines that stalled in what a file has become: a line is known by its text, and where it moved, the nearest with
 * that text is it. One that was changed is not found: nobody knows whether it would stall again.
 */
export function locate(stalls: readonly ReadStall[], lines: readonly string[]): Located[] {
  const linesByCode = new Map<string, number[]>();
  const wanted = new Set(stalls.map(({ code }) => code));
  lines.forEach((text, index) => {
    const code = text.trim().slice(0, MAX_CODE_CHARS);
    if (wanted.has(code)) linesByCode.set(code, [...(linesByCode.get(code) ?? []), index + 1]);
  });
  return stalls.flatMap((stall) => {
    const [nearest] = (linesByCode.get(stall.code) ?? []).sort(
      (a, b) => Math.abs(a - stall.line) - Math.abs(b - stall.line),
    );
    return nearest === undefined ? [] : [{ stall, line: nearest }];
  });
}
