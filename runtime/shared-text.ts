/** Up to this length a loop of our own is faster than a call into Node. */
const SHORT = 16;
const ASCII = 0x7f;

/** Writes a text as UTF-8 into shared memory, which must have room for three bytes a UTF-16 unit; gives its length in bytes. */
export function writeText(area: Buffer, at: number, text: string): number {
  const { length } = text;
  if (length > SHORT) return area.write(text, at, "utf8");
  for (let n = 0; n < length; n += 1) {
    const code = text.charCodeAt(n);
    if (code > ASCII) return area.write(text, at, "utf8");
    area[at + n] = code;
  }
  return length;
}

/** Whether a text has room in so many bytes, whatever it holds. */
export function fits(text: string, bytes: number): boolean {
  // UTF-8 takes at most three bytes for a UTF-16 unit.
  return text.length * 3 <= bytes;
}
