import { fail, type LoopwardError } from "../../findings/errors.js";

/** One server of a Redis URL. */
export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

/** Files and names for TLS, as `redis-cli` calls them. */
export interface RedisTls {
  /** PEM file with the authorities to trust, instead of those that Node knows. */
  readonly cacert?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** The name to ask for and to find in the certificate, where it is not the host of the URL. */
  readonly sni?: string | undefined;
  readonly insecure: boolean;
}

/** What a Redis URL says: which servers in which arrangement, and how to log in. */
export interface RedisAddress {
  readonly mode: "single" | "sentinel" | "cluster";
  /** The server; the sentinels; or some nodes of the cluster, which name the others. */
  readonly nodes: readonly RedisNode[];
  /** What the sentinels call the group of servers. */
  readonly master?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly sentinelUsername?: string | undefined;
  readonly sentinelPassword?: string | undefined;
  readonly db: number;
  /** 4 or 6: the version of IP to resolve names for; 0: either. */
  readonly family: number;
  readonly tls: RedisTls | null;
  /** BullMQ's key prefix. */
  readonly prefix: string;
}

const FORM = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/?#]*)@)?([^/?#]*)(\/[^?#]*)?(?:\?([^#]*))?$/;
const DEFAULT_PORTS = { single: 6379, sentinel: 26379, cluster: 6379 } as const;
const TLS_OPTIONS = ["cacert", "cert", "key", "sni", "insecure"];
const OPTIONS = [...TLS_OPTIONS, "family", "prefix", "sentinel_username", "sentinel_password"];

/**
 * Reads `redis://`, `redis+sentinel://` and `redis+cluster://` URLs, and those with `rediss` for TLS.
 * @param label the URL as errors may show it
 * @throws LOOPWARD_BROKER_URL
 */
export function parseRedisUrl(url: string, label: string): RedisAddress {
  const refuse = (reason: string) => fail("LOOPWARD_BROKER_URL", [label, reason]);
  const [, scheme, arrangement, login, hosts, path, query] = FORM.exec(url) ?? [];
  if (!scheme || hosts === undefined) throw refuse("its form is redis://USER:PASSWORD@HOST:PORT/DB");
  const mode = (arrangement ?? "single") as RedisAddress["mode"];
  const options = readOptions(query ?? "", scheme === "rediss", refuse);
  const { master, db } = readPath(path ?? "", mode, refuse);
  const [username, password] = readLogin(login ?? "", refuse);
  return {
    mode,
    nodes: readNodes(hosts, mode, refuse),
    master,
    username,
    password,
    sentinelUsername: options.sentinel_username,
    sentinelPassword: options.sentinel_password,
    db,
    family: Number(options.family ?? 0),
    tls: scheme === "rediss" ? { ...options, insecure: options.insecure === "true" } : null,
    // A cluster runs a script on keys of one slot only, and the hash tag `{bull}` puts them there.
    prefix: options.prefix ?? (mode === "cluster" ? "{bull}" : "bull"),
  };
}

type Refuse = (reason: string) => LoopwardError;

function readOptions(query: string, tls: boolean, refuse: Refuse): Record<string, string | undefined> {
  const options = Object.fromEntries(new URLSearchParams(query));
  for (const [name, value] of Object.entries(options)) {
    if (!OPTIONS.includes(name)) throw refuse(`it knows no ${name}, only ${OPTIONS.join(", ")}`);
    if (!tls && TLS_OPTIONS.includes(name)) throw refuse(`${name} is for TLS, which begins with rediss`);
    if (name === "insecure" && !/^(true|false)$/.test(value)) throw refuse("insecure is true or false");
    if (name === "family" && !/^[046]$/.test(value)) throw refuse("family is 4 or 6");
    if (value === "") throw refuse(`${name} is empty`);
  }
  return options;
}

function readPath(path: string, mode: RedisAddress["mode"], refuse: Refuse): { master?: string; db: number } {
  const parts = path.split("/").filter((part) => part !== "");
  const master = mode === "sentinel" ? decode(parts.shift() ?? "", refuse) : undefined;
  if (master === "") throw refuse("the name that the sentinels watch is missing: redis+sentinel://HOST/NAME");
  const [db = "0", more] = parts;
  if (more !== undefined || !/^\d+$/.test(db)) throw refuse("the database is a number: redis://HOST/0");
  if (mode === "cluster" && Number(db) !== 0) throw refuse("a cluster has the database 0 only");
  return { ...(master !== undefined && { master }), db: Number(db) };
}

function readLogin(login: string, refuse: Refuse): [string | undefined, string | undefined] {
  const colon = login.indexOf(":");
  const user = decode(colon < 0 ? login : login.slice(0, colon), refuse);
  const password = colon < 0 ? "" : decode(login.slice(colon + 1), refuse);
  return [user || undefined, password || undefined];
}

function readNodes(hosts: string, mode: RedisAddress["mode"], refuse: Refuse): RedisNode[] {
  const names = hosts === "" && mode === "single" ? ["127.0.0.1"] : hosts.split(",");
  if (mode === "single" && names.length > 1)
    throw refuse("several hosts are redis+sentinel://HOST,HOST/NAME or redis+cluster://HOST,HOST");
  return names.map((name) => {
    const url = name !== "" && URL.canParse(`redis://${name}`) ? new URL(`redis://${name}`) : null;
    if (!url?.hostname) throw refuse(`${JSON.stringify(name)} is no host`);
    return { host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port || DEFAULT_PORTS[mode]) };
  });
}

function decode(text: string, refuse: Refuse): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse("a % in it is followed by no two hexadecimal digits");
  }
}
