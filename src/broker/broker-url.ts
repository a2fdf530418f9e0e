import path from "node:path";
import { fail } from "../findings/errors.js";
import { parseRedisUrl } from "./redis/redis-address.js";
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
  "redis+sentinel:": "redis",
  "rediss+sentinel:": "redis",
  "redis+cluster:": "redis",
  "rediss+cluster:": "redis",
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
    if (folder === "" || folder.startsWith("//"))
      throw fail("LOOPWARD_BROKER_URL", [url, "it names no folder"]);
    return { kind: "embedded", target: path.resolve(cwd, folder), label: url };
  }
  const label = withoutPassword(url);
  // Not `new URL`: with several hosts it is none to Node.
  const kind = KIND_OF_SCHEME[/^[a-z+]+:(?=\/\/)/.exec(url)?.[0] ?? ""];
  // Without a host, where `?host=` names the folder of a socket, a URL is none to Node either; pg takes it.
  if (!kind || (kind === "postgres" && !URL.canParse(url.replace("@/", "@socket/"))))
    throw fail("LOOPWARD_BROKER_URL", [label, "its scheme or form is unknown"]);
  // Read here for its errors: what opens nothing should not wait for a driver to be loaded.
  if (kind === "redis") parseRedisUrl(url, label);
  return { kind, target: url, label };
}

/** Errors print what the user gave, and a URL that does not parse may hold a password too. */
function withoutPassword(url: string): string {
  return url
    .replace(/:\/\/([^/?#]*)@/, (_, login: string) => `://${login.split(":", 1)[0] ?? ""}@`)
    .replace(/([?&]\w*password=)[^&]*/gi, "$1…");
}
