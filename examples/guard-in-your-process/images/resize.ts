import { setTimeout as sleep } from "node:timers/promises";
import { watermark } from "./watermark.js";

/** What each of the examples has for a handler; it looks innocent. */
export async function resize(image: string): Promise<string> {
  await sleep(20);
  return watermark(image);
}
