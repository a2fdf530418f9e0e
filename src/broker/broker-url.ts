import path from "node:path";
import { fail } from "../findings/errors.js";
import type { BrokerKind } from "./types.js";

/** What a broker URL says, before anything is opened. */
export interface BrokerAddress {
  readonly kind: BrokerKind;
  /** What the driver is given: a URL, or the absolute folder of an embedded broker. */
  readonly target: string;
  /** As the user gave it, without password: for messages. */
  readonly label: string;
}

const KIND_OF_SCHEME: Readonly<Record<string, BrokerKind>> = {
  "redis:": "redis",
  "rediss:": "redis",
  "postgres:": "postgres",
  "postgresql:": "postgres",
};

/**
 * Reads a broker URL; a relative embedded folder is taken from `cwd`.
 * @throws LOOPWARD_BROKER_URL
 */
export function parseBrokerUrl(url: string, cwd: string): BrokerAddress {
  if (url.startsWith("embedded:")) {
    const folder = url.slice("embedded:".length);
    if (folder === "" || folder.startsWith("//")) throw fail("LOOPWARD_BROKER_URL", [url]);
    return { kind: "embedded", target: path.resolve(cwd, folder), label: url };
  }
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const kind = parsed && KIND_OF_SCHEME[parsed.protocol];
  if (!parsed || !kind) throw fail("LOOPWARD_BROKER_URL", [withoutPassword(url)]);
  return { kind, target: url, label: withoutPassword(url) };
}

/** Errors print what the user gave, and a URL that does not parse may hold a password too. */
function withoutPassword(url: string): string {
  return url
    .replace(/:\/\/([^/?#]*)@/, (_, login: string) => `://${login.split(":", 1)[0] ?? ""}@`)
    .replace(/([?&]password=)[^&]*/gi, "$1…");
}
