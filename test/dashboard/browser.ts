import type { Browser, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { launchChromium } from "../support/chromium.js";

/** A page of headless Chromium, and what it complained of or asked others for: both must stay empty. */
export async function openPage(
  options: Parameters<Browser["newPage"]>[0] = {},
): Promise<{ page: Page; complaints: string[]; foreign: string[] }> {
  const browser = await launchChromium();
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
