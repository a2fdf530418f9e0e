import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseBrokerUrl } from "../../broker/broker-url.js";
import { openBroker } from "../../broker/open-broker.js";
import { brokerUrl, loadProject } from "../../config/config.js";
import { forgetPlacements } from "../../placement/placement-file.js";
import type { Placement } from "../../placement/types.js";
import { forgetInBroker } from "../../worker/placement-exchange.js";
import { print } from "../reports/print.js";
import { printable } from "../reports/printable.js";

export interface ResetFlags {
  broker?: string;
}

/**
 * `loopward placement reset`: in the broker first, or a worker would write it into the file again.
 * @throws what `openBroker` throws
 */
export async function resetPlacement(tasks: readonly string[], flags: ResetFlags): Promise<void> {
  const { root, config } = await loadProject(process.cwd());
  const forgotten = await forgetPlacements(join(root, ".loopward"), tasks, (known) =>
    forgetEverywhere(brokerUrl(flags.broker, config), root, known),
  );
  await print(
    forgotten.length > 0
      ? `Forgotten: ${forgotten.map(printable).join(", ")}`
      : "There was nothing to forget.",
  );
}

async function forgetEverywhere(url: string, root: string, known: readonly Placement[]): Promise<void> {
  const { kind, target } = parseBrokerUrl(url, root);
  // An embedded broker that nobody has used yet knows nothing, and need not be made for this.
  const isThere = ["broker", "broker.location"].some((name) => existsSync(join(target, name)));
  if (kind === "embedded" && !isThere) return;
  const broker = await openBroker(url, {
    cwd: root,
    onNotice: (message) => process.stderr.write(`${message}\n`),
  });
  try {
    await forgetInBroker(broker, known);
  } finally {
    await broker.close();
  }
}
