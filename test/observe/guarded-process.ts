import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { tempFolder } from "../support/temp-folder.js";
import { root } from "../support/cli.js";

/** What a process with the guard alone tells its own listeners, in order. */
export async function runGuarded(): Promise<{ channel: string; message: Record<string, unknown> }[]> {
  const sample = join(root, "test/observe/samples/own-process.mjs");
  const file = join(await tempFolder(), "reports.ndjson");
  const { stdout } = await promisify(execFile)(process.execPath, [sample, file]);
  return JSON.parse(stdout) as { channel: string; message: Record<string, unknown> }[];
}
