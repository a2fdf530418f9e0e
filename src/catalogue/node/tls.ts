import { nodeModule } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const { fn } = nodeModule("tls", "sync-call");

// Parses every certificate of `ca`: milliseconds for a bundle.
export const tls = [
  fn("createSecureContext([options])", "light", "one context, made when the program starts and shared"),
  fn("getCACertificates([type])", "light", "one call when the program starts", { since: "22.15.0" }),
] as const satisfies readonly CatalogueEntry[];
