import type ts from "typescript";
import { apiName } from "../../src/catalogue/api-name.js";
import { configuration } from "../../src/catalogue/packages/configuration.js";
import { csv } from "../../src/catalogue/packages/csv.js";
import { xml } from "../../src/catalogue/packages/xml.js";
import type { Context } from "../analysis/context.js";
import { RESULT, type Origin } from "../analysis/origin/origin.js";
import { originsOf } from "../analysis/origin/value-origin.js";
import { tsc } from "../analysis/typescript.js";

// The families also write; what reads is told by its name.
const READS = /pars|load|decode|xml2js|xml2json|csv2json|fromString|fromBuffer/i;

const PARSERS = new Set([
  "JSON.parse",
  ...[...csv, ...xml, ...configuration].map(apiName).filter((api) => READS.test(api)),
]);

/** Whether an API of the catalogue makes values of a text, all of it in one go. */
export function isParser(api: string): boolean {
  return PARSERS.has(api);
}

/** Packages whose answers have a `json()`. */
const CLIENTS = new Set(["cross-fetch", "got", "ky", "node-fetch", "undici"]);

/** Functions that read a file and parse it, behind one promise. */
const FILE_READERS: Readonly<Record<string, readonly string[]>> = {
  "fs-extra": ["readJson", "readJSON"],
  jsonfile: ["readFile"],
  "load-json-file": ["loadJsonFile", "default"],
};

/** The name of what a call parses whole behind a promise, or undefined. */
export function awaitedParser(node: ts.Node, context: Context): string | undefined {
  if (!tsc.isCallExpression(node)) return undefined;
  const reader = context.originsOfCallee(node).find(isFileReader);
  if (reader) return `${reader.module}.${reader.path.at(-1)}`;
  const callee = node.expression;
  if (!tsc.isPropertyAccessExpression(callee) || callee.name.text !== "json" || node.arguments.length > 0) {
    return undefined;
  }
  return isResponse(callee.expression, context) ? `${callee.getText()}()` : undefined;
}

function isFileReader({ module, path }: Origin): boolean {
  const name = path.at(-1);
  return name !== undefined && path.length <= 2 && (FILE_READERS[module]?.includes(name) ?? false);
}

function isResponse(expression: ts.Expression, { checker }: Context): boolean {
  if (checker.getTypeAtLocation(expression).symbol?.name === "Response") return true;
  return originsOf(expression, checker).some(
    ({ module, path }) =>
      path.includes(RESULT) && (CLIENTS.has(module) || (module === "global" && path[0] === "fetch")),
  );
}
