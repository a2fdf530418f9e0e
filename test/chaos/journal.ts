import { closeSync, openSync, readSync, statSync } from "node:fs";

/** What a run wrote about itself. */
export type Line =
  | {
      readonly event: "start";
      readonly id: string;
      readonly pid: number;
      readonly attempt: number;
      readonly redelivered: boolean;
    }
  | { readonly event: "end"; readonly id: string; readonly pid: number }
  /** It found its id claimed by a process that lives. */
  | { readonly event: "double"; readonly id: string; readonly pid: number; readonly other: number };

/** Reads a journal as it grows: each line once, and nothing of it is kept. */
export class JournalReader {
  readonly #file: string;
  #read = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * The lines that came since the last call.
   * @throws when a line is torn: a line is one write, which no kill can halve
   */
  fresh(): Line[] {
    const size = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
    const bytes = Buffer.alloc(size - this.#read);
    if (bytes.length === 0) return [];
    const fd = openSync(this.#file, "r");
    readSync(fd, bytes, 0, bytes.length, this.#read);
    closeSync(fd);
    this.#read = size;
    return bytes
      .toString()
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
  }
}
