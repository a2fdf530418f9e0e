import type { CheckResult } from "../../../../rules/check.js";
import { githubFormat } from "./github.js";
import { jsonFormat } from "./json.js";
import { sarifFormat } from "./sarif.js";
import { textFormat } from "./text.js";

export interface FormatOptions {
  /** Absolute folder to which the files of findings are relative. */
  readonly root: string;
  readonly colour: boolean;
}

/** Renders what was found, without a line feed at the end. */
export type Format = (result: CheckResult, options: FormatOptions) => string;

export const formats = {
  text: textFormat,
  json: jsonFormat,
  sarif: sarifFormat,
  github: githubFormat,
} satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;
