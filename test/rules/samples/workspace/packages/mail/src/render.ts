import { readFileSync } from "node:fs";

export function render(): string {
  return readFileSync("mail.html", "utf8");
}
