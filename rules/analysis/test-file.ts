import type ts from "typescript";

/** Whether a file holds tests: no worker runs what it registers, or makes what it declares. */
export function isTestFile({ fileName }: ts.SourceFile): boolean {
  return /[./](test|spec)\.[cm]?[jt]sx?$|\/__(tests|mocks)__\//.test(fileName);
}
