import { execFileSync } from "node:child_process";

/** Stamps an image with a program that takes 200 ms, and waits for it: nothing else in the process can happen meanwhile. */
export function watermark(image: string): string {
  execFileSync("sleep", ["0.2"]);
  return `${image} (stamped)`;
}
