import { rm } from "node:fs/promises";
import { openBroker } from "../../dist/src/broker/open-broker.js";
import { makeTempFolder } from "../../test/support/make-temp-folder.js";

/** From the call until the embedded broker of a new folder is open, in ms, `count` times. */
export async function firstStarts(count: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const folder = await makeTempFolder();
    const began = performance.now();
    const broker = await openBroker(`embedded:${folder}`, { cwd: process.cwd() });
    times.push(performance.now() - began);
    await broker.close();
    // Its server stops within a second or two, and writes until then.
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
  return times;
}
