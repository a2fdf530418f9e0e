import type { CatalogueEntry } from "../../src/catalogue/types.js";
import { mayNeverReturn } from "./endless.js";
import type { Wrapping } from "./wrap.js";

// Modules whose functions call nothing of the user's.
const OPAQUE = new Set(["fs", "child_process", "crypto", "zlib", "os", "process", "tls", "worker_threads"]);

// Hashing 16 KiB takes about 10 µs: a crumb is free from there on. Parsing 64 KiB of JSON takes about 0.3 ms.
const DIGEST_FROM = 16 * 1024;
export const PARSE_FROM = 64 * 1024;
const COMPRESS_FROM = 64 * 1024;

// Functions of `fs` that open their first argument, or work on it as a descriptor.
const OPENS = /^(?:open|readFile|writeFile|appendFile|copyFile|truncate|read|readv|write|writev)Sync$/;

/** Which calls of `entry` leave a crumb, and which of them their call site on entry. */
export function policyOf(entry: CatalogueEntry): Omit<Wrapping, "api"> {
  return {
    family: familyOf(entry),
    // What a native package does on its way, such as reading a file, belongs to the call that the user made.
    opaque: OPAQUE.has(entry.module) || entry.name === "wait" || entry.native !== undefined,
    // What the language computes counts where its size is known, and large.
    brief: entry.module === "fs",
    strict: entry.module !== "global" || entry.kind === "sync-call" || entry.name === "parse",
    ...blocks(entry),
    ...siteOnEntry(entry),
  };
}

const modules: string[] = [];

// What the language brings along shares no code.
function familyOf({ module }: CatalogueEntry): number {
  if (module === "global") return 0;
  if (!modules.includes(module)) modules.push(module);
  return modules.indexOf(module) + 1;
}

function blocks(entry: CatalogueEntry): Pick<Wrapping, "blocks"> {
  const { when } = entry;
  switch (when?.kind) {
    case "no-callback":
      return { blocks: (args) => typeof args[args.length - 1] !== "function" };
    case "option":
      return {
        blocks: (args) =>
          (args[when.argument] as Record<string, unknown> | null)?.[when.option] === when.equals,
      };
    case "text":
      return { blocks: (args) => typeof args[when.argument] === "string" };
    case "inside-function":
    case undefined:
      return digests(entry)
        ? { blocks: (args) => sizeOf(args[entry.name === "hash" ? 1 : 0]) >= DIGEST_FROM }
        : {};
    default:
      return when satisfies never;
  }
}

function siteOnEntry(entry: CatalogueEntry): Pick<Wrapping, "siteOnEntry"> {
  // What lasts without bound are pipes and devices: a file is read in no time, and its site would cost ten times that.
  if (entry.module === "fs" && OPENS.test(entry.name)) return { siteOnEntry: mayNeverReturn };
  if (entry.unbounded === true || entry.cost === "heavy") return { siteOnEntry: () => true };
  if (entry.module === "zlib") return { siteOnEntry: (data) => sizeOf(data) >= COMPRESS_FROM };
  return {};
}

function digests(entry: CatalogueEntry): boolean {
  return (entry.module === "crypto" && entry.cost === "data") || entry.name === "crc32";
}

/** Bytes, or UTF-16 units, of the data that a call works on. */
function sizeOf(data: unknown): number {
  if (typeof data === "string") return data.length;
  return data instanceof ArrayBuffer || ArrayBuffer.isView(data) ? data.byteLength : 0;
}
