import { rm } from "node:fs/promises";
import { onTestFinished } from "vitest";
import { makeTempFolder } from "./make-temp-folder.js";

/** A new folder that any user of the machine may enter (root's PostgreSQL runs as another), gone after the test. */
export async function tempFolder(): Promise<string> {
  const folder = await makeTempFolder();
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return folder;
}
