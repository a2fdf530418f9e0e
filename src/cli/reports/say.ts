import { printable } from "./printable.js";

/** A sentence for whoever looks on; stdout stays for the answer. */
export function say(sentence: string): void {
  process.stderr.write(`${printable(sentence)}\n`);
}
