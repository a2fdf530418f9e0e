import { statSync } from "node:fs";
import { globSync } from "tinyglobby";

/** Folders whose code nobody writes by hand. */
const NOT_SOURCES = [
  "**/node_modules/**",
  "**/.*/**",
  "**/{dist,build,out,coverage,vendor}/**",
  "**/*.d.{ts,mts,cts}",
  "**/*.min.{js,mjs,cjs}",
];

/** Larger files are bundles or data: they cost seconds and hold no task. */
const MAX_BYTES = 1024 * 1024;

/** The TypeScript and JavaScript files below a folder, as absolute paths with slashes. */
export function sourceFiles(folder: string, patterns: readonly string[] = ["**"]): string[] {
  const globs = patterns.map(
    (pattern) => `${pattern.replace(/\/(\*\*)?$/, "")}/**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}`,
  );
  const found = globSync(globs, {
    cwd: folder,
    absolute: true,
    ignore: NOT_SOURCES,
    followSymbolicLinks: false,
  });
  const typed = new Set(found.filter((file) => !isScript(file)));
  return found
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !isCompiledBeside(file, typed) && statSync(file).size <= MAX_BYTES)
    .sort();
}

/** `a.js` beside `a.ts` is what the compiler made of it. */
function isCompiledBeside(file: string, typed: ReadonlySet<string>): boolean {
  if (!isScript(file)) return false;
  const twin = file.replace(/js(x?)$/, "ts$1");
  return typed.has(twin) || typed.has(`${twin}x`);
}

function isScript(file: string): boolean {
  return /\.[cm]?jsx?$/.test(file);
}
