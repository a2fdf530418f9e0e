import type { Blank, CheckResult, Place } from "../../../../rules/check.js";
import { printable, printableJson } from "../../reports/printable.js";

/** What `--explain-roots` prints: the tasks that were found, and what could not be seen. */
export function rootsText({ tasks, unresolved, gaps }: CheckResult): string {
  return [
    section("Tasks", tasks),
    section("Registrations whose handler the program does not show", unresolved),
    section("Not analysed: where a task goes on to what the program does not show", gaps),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

export function rootsJson({ tasks, unresolved, gaps }: CheckResult): string {
  return printableJson({ tasks, unresolved, gaps });
}

function section(title: string, places: readonly (Place & Partial<Blank>)[]): string {
  if (places.length === 0) return "";
  const lines = places.map(({ name, file, line, reason }) =>
    printable([`  ${name}`, `${file}:${line}`, ...(reason === undefined ? [] : [reason])].join("  ")),
  );
  return [`${title} (${places.length}):`, ...lines].join("\n");
}
