import { pathToFileURL } from "node:url";
import remapping from "@jridgewell/remapping";
import { parse, type Options, type Program } from "acorn";
import MagicString from "magic-string";
import { insertChecks } from "./insert-checks.js";
import { FLAG_NAME } from "./names.js";
import { findPriorMap } from "./prior-map.js";

/**
 * Inserts the check at every function's entry and in each round of every loop. Lines stay as they are, and an inline
 * source map leads to what the user wrote: it is joined with the one that the source brings along.
 * @param source JavaScript, ES module or CommonJS
 * @param path absolute path of the file that it came from
 * @returns null where there is nothing to insert, or it has been inserted already
 * @throws SyntaxError what the parser does not know
 */
export function instrument(source: string, path: string): string | null {
  if (source.includes(FLAG_NAME)) return null;
  const text = new MagicString(source);
  insertChecks(parseEither(source), text);
  if (!text.hasChanged()) return null;
  const url = pathToFileURL(path).href;
  const prior = findPriorMap(source, url);
  if (prior) text.remove(prior.commentAt, source.length);
  const own = text.generateMap({ source: url, includeContent: true, hires: "boundary" }).toString();
  const map = prior?.map ? remapping([own, prior.map], () => null).toString() : own;
  const data = Buffer.from(map).toString("base64");
  return `${text.toString().trimEnd()}\n//# sourceMappingURL=data:application/json;base64,${data}\n`;
}

// Which of the two a file is, only its loader knows for sure; what is inserted is the same for both.
function parseEither(source: string): Program {
  const options: Options = { ecmaVersion: "latest", sourceType: "commonjs", allowHashBang: true };
  try {
    return parse(source, options);
  } catch {
    return parse(source, { ...options, sourceType: "module" });
  }
}
