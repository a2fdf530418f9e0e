import { readFileSync } from "node:fs";

const TEMPLATE = new URL("digest.html", import.meta.url);

/** Renders a digest of `titles`, those that resemble an earlier one left out. */
export function renderDigest(title: string, titles: readonly string[]): string {
  const template = readFileSync(TEMPLATE, "utf8");
  const items = distinct(titles).map((item) => `<li>${item}</li>`);
  return template.replaceAll("{{title}}", title).replace("{{items}}", items.join("\n  "));
}

/** Compares each title with all that were kept: quadratic, and nothing in it ever waits. */
function distinct(titles: readonly string[]): string[] {
  const kept: string[] = [];
  for (const title of titles) {
    if (kept.every((other) => distance(title, other) > 2)) kept.push(title);
  }
  return kept;
}

/** The edit distance of two texts (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
