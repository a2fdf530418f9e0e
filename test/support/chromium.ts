import { execFileSync } from "node:child_process";
import { chromium, type Browser } from "playwright-core";

/** The system's Chromium, headless. */
export function launchChromium(): Promise<Browser> {
  const executablePath = execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();
  // Containers run tests as root, where Chromium has no sandbox.
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}
