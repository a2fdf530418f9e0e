import { readFileSync } from "node:fs";

export async function renderTemplate(name: string): Promise<string> {
  const template = readFileSync("report.html", "utf8"); // blocks: fs.readFileSync
  return template.replace("{{name}}", name);
}

export function notReached(): string {
  return readFileSync("other.html", "utf8");
}
