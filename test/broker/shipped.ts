import { onTestFinished } from "vitest";
import type * as OpenBrokerModule from "../../src/broker/open-broker.js";
import type { Broker } from "../../src/broker/types.js";
import { untilUnused } from "./embedded-processes.js";

const file = new URL("../../dist/src/broker/open-broker.js", import.meta.url);

/** As it ships: the embedded broker starts a process of its own from the built files. */
export const { openBroker } = (await import(file.href)) as typeof OpenBrokerModule;

/** Opens the embedded broker in `folder` for a test, and closes it when the test ends. */
export async function openEmbedded(folder: string): Promise<Broker> {
  const broker = await openBroker(`embedded:${folder}`, { cwd: process.cwd() });
  // Runs before the folder is removed: such callbacks run last first.
  onTestFinished(async () => {
    await broker.close();
    await untilUnused(folder);
  });
  return broker;
}
