import { createReadStream } from "node:fs";

/**
 * The lines of a file, one after the other, without the file in memory.
 * Splits at `\n` only: `node:readline` also splits at U+2028, which JSON leaves as it is inside strings.
 */
export async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 256 * 1024 })) {
    const lines = (rest + (chunk as string)).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
