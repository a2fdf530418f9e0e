import { execFileSync } from "node:child_process";
import { chromium, type Page } from "playwright-core";
import { onTestFinished } from "vitest";

/** A page of headless Chromium, and what it complained of or asked others for: both must stay empty. */
export async function openPage(
  options: Parameters<Awaited<ReturnType<typeof chromium.launch>>["newPage"]>[0] = {},
): Promise<{ page: Page; complaints: string[]; foreign: string[] }> {
  const executablePath = execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();
  // Containers run tests as root, where Chromium has no sandbox.
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  onTestFinished(() => browser.close());
  const page = await browser.newPage(options);
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!/^(http:\/\/127\.0\.0\.1|file:|data:)/.test(request.url())) foreign.push(request.url());
  });
  return { page, complaints, foreign };
}
