import { openBroker } from "../broker/shipped.js";
import type { Broker } from "../../src/broker/types.js";

let open: { readonly url: string; readonly broker: Promise<Broker> } | null = null;

/** The broker of the suite at hand, to look at what tasks made of it. */
export async function brokerOf(): Promise<Broker> {
  const url = process.env.LOOPWARD_BROKER!;
  if (open?.url !== url) {
    await (await open?.broker)?.close();
    open = { url, broker: openBroker(url, { cwd: process.cwd() }) };
  }
  return open.broker;
}

/** Before its server is stopped. */
export async function closeBroker(): Promise<void> {
  await (await open?.broker)?.close();
  open = null;
}
