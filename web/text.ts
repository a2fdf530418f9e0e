const MAX_CHARS = 300;

/** Text from a report as a page can hold it: names of ten megabytes and marks that turn text around are shown, but not obeyed. */
export function shown(text: string): string {
  const visible = text
    .slice(0, MAX_CHARS)
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\u200e\u200f]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  return text.length > MAX_CHARS ? `${visible}…` : visible;
}

/** `src/render.ts:12` */
export function place(file: string | null, line: number | null): string {
  return file === null || line === null ? "—" : `${shown(file)}:${line}`;
}

export function taskName(name: string | null | undefined): string {
  return name === null || name === undefined ? "(no task)" : shown(name);
}

/** In the reader's own time and way of writing it. */
export function moment(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: "short", timeStyle: "medium" });
}
