/** A replacement of text, in offsets of the file. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function insert(at: number, text: string): Edit {
  return { start: at, end: at, text };
}
