import type { z } from "zod";

/** More lines of code than a fleet stalls at; when there are as many, all are forgotten and the next come again. */
const MAX_KEPT = 5_000;
/** What is longer hardly comes twice. */
const MAX_CHARS = 4_000;

/**
 * Parses pieces of JSON that come word for word in many reports, such as a blame: each is parsed and checked once, and kept in
 * memory once for all reports that hold it.
 */
export class Recurring<Value> {
  readonly #schema: z.ZodType<Value>;
  readonly #known = new Map<string, Value>();

  constructor(schema: z.ZodType<Value>) {
    this.#schema = schema;
  }

  /**
   * @param before with `after`, what makes JSON of the piece
   * @throws when that is no JSON, or not what the schema asks for
   */
  parse(piece: string, before = "", after = ""): Value {
    const known = this.#known.get(piece);
    if (known !== undefined) return known;
    const value = this.#schema.parse(JSON.parse(before + piece + after));
    if (piece.length > MAX_CHARS) return value;
    if (this.#known.size >= MAX_KEPT) this.#known.clear();
    // A copy: a part of a text keeps all of the text in memory, here a megabyte of a file.
    this.#known.set(Buffer.from(piece).toString(), value);
    return value;
  }
}
