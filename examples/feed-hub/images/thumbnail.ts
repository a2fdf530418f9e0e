import { execSync } from "node:child_process";

/** Makes a thumbnail with a program that takes a second. */
export function makeThumbnail(): void {
  execSync("sleep 1");
}
