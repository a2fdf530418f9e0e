import redact from "@pinojs/redact";

/** What stands in the place of what is hidden. */
const CENSOR = "[redacted]";

/** Keys that hold secrets, in lower case and without `-` and `_`: hidden wherever a key's name contains one. */
const SECRETS = [
  "password",
  "passwd",
  "pwd",
  "passphrase",
  "secret",
  "token",
  "authorization",
  "apikey",
  "privatekey",
  "credential",
  "cookie",
];

/** Hides parts of a value. */
export interface Redactor {
  /** A replacer for `JSON.stringify`: hides by the names of keys, at any depth. */
  readonly byName: (key: string, value: unknown) => unknown;
  /** JSON of the value, in which what lies at paths is hidden. */
  readonly byPath: (value: unknown) => string;
}

/** @throws Error for a path that is none */
export function redactorOf(namesAndPaths: readonly string[]): Redactor {
  const names = [...SECRETS, ...namesAndPaths.filter((text) => !isPath(text)).map(bare)];
  const byPath = redact({ paths: namesAndPaths.filter(isPath), censor: CENSOR, serialize: JSON.stringify });
  return {
    byName: (key, value) => (names.some((name) => bare(key).includes(name)) ? CENSOR : value),
    byPath: (value) => byPath(value) as string,
  };
}

// An empty name would be a part of every key.
function isPath(text: string): boolean {
  return /[.*[\]]/.test(text) || bare(text) === "";
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, "");
}
