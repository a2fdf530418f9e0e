import { nodeModule } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const { fn } = nodeModule("worker_threads", "cpu");

export const workerThreads = [
  fn("receiveMessageOnPort(port)", "light", "the `message` event of the port"),
] as const satisfies readonly CatalogueEntry[];
