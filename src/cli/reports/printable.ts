// C0, DEL and C1 controls (a terminal obeys them), line separators, and marks that reverse the direction of text.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f]/g;
const unsafeInCode =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f]/g;

/** Text from a report on one line of a terminal: what would command the terminal is shown as `\u001b`. */
export function printable(text: string): string {
  return text.replace(unsafe, escaped);
}

/** The same for source code, which keeps its lines and tabs. */
export function printableCode(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(unsafeInCode, escaped);
}

/** JSON that is safe on a terminal too, and still the same JSON: such characters stand in strings only. */
export function printableJson(value: unknown): string {
  return printableText(JSON.stringify(value, null, 2));
}

/** Text of a format that has lines of its own. */
export function printableText(text: string): string {
  return text.replace(unsafeInCode, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
