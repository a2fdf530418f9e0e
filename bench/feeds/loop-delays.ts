import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A probe tells of a quarter of a second when it is over. */
const TOLD_AFTER_MS = 300;

/** The longest time, in ms, that a loop of a worker did not turn since `began` (`Date.now()`); NaN: none told. See loop-probe.js. */
export async function worstDelayMs(folder: string, began: number): Promise<number> {
  await sleep(TOLD_AFTER_MS);
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), "utf8")));
  const told = texts
    .flatMap((text) => text.split("\n").filter(Boolean))
    .map((line) => JSON.parse(line) as { at: number; worstMs: number })
    .filter(({ at }) => at > began);
  return told.length > 0 ? Math.max(...told.map(({ worstMs }) => worstMs)) : NaN;
}
