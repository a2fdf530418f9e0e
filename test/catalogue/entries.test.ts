import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { apiName } from "../../src/catalogue/api-name.js";
import { builtins, byApi, catalogue, entriesOf } from "../../src/catalogue/index.js";
import type { CatalogueEntry } from "../../src/catalogue/types.js";

const require = createRequire(import.meta.url);
const titles = builtins.map((entry) => [apiName(entry), entry] as const);

describe.each(titles)("%s", (_, entry) => {
  it("exists in this Node, unless it says since when or where", () => {
    const available = isHere(entry.since) && (!entry.platform || entry.platform === process.platform);
    const found = resolve(entry) !== undefined;
    // Web storage also needs a flag or a file.
    if (available && !(entry.member.form === "method" && entry.member.of === "Storage"))
      expect(found).toBe(true);
    if (entry.since && !available) expect(found, "it is older than `since`").toBe(false);
  });

  it("has a twin that exists", () => {
    if (entry.twin && isHere(entry.since) && (!entry.platform || entry.platform === process.platform))
      expect(withDots(entry.twin.module, entry.twin.name)).toBeTypeOf("function");
  });

  it("says what to do and where to read", () => {
    const docs = new URL(entry.docs);
    expect(["nodejs.org", "developer.mozilla.org"]).toContain(docs.host);
    if (docs.host === "nodejs.org")
      expect(docs.href).toMatch(/^https:\/\/nodejs\.org\/api\/\w+\.html#[\w-]+$/);
    expect(entry.instead).toMatch(/^[`a-z].*[^.]$/);
    if (entry.since) expect(entry.since).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

describe("the catalogue", () => {
  it("names each API once", () => {
    const names = catalogue.map(apiName);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("finds entries by API and by module", () => {
    expect(byApi("fs.readFileSync")?.twin).toEqual({ module: "fs/promises", name: "readFile" });
    expect(byApi("sqlite.DatabaseSync#exec")?.cost).toBe("data");
    expect(byApi("new vm.Script")?.member.form).toBe("constructor");
    expect(byApi("new WebAssembly.Module")?.module).toBe("global");
    expect(byApi("fs.readFile")).toBeUndefined();
    expect(entriesOf("node:child_process").map(apiName)).toEqual([
      "child_process.execFileSync",
      "child_process.execSync",
      "child_process.spawnSync",
    ]);
    expect(entriesOf("left-pad")).toEqual([]);
  });

  it("has a twin for nearly every function of fs", () => {
    const functions = entriesOf("fs").filter((entry) => entry.member.form === "function");
    expect(functions.filter((entry) => entry.twin).length / functions.length).toBeGreaterThan(0.8);
  });
});

function isHere(since: string | undefined): boolean {
  if (!since) return true;
  return process.versions.node.localeCompare(since, "en", { numeric: true }) >= 0;
}

function resolve(entry: CatalogueEntry): unknown {
  const { module, name, member } = entry;
  if (module === "global" && (name === "import" || (member.form === "function" && name === "require")))
    return entry;
  if (module === "global" && member.form === "static" && member.of === "require") return require.resolve;
  switch (member.form) {
    case "function":
      return withDots(module, name);
    case "constructor":
      return withDots(module, member.of ? `${member.of}.${name}` : name);
    case "static":
      return withDots(module, `${member.of}.${name}`);
    case "method":
      return ["SQLTagStore", "Session"].includes(member.of)
        ? unexported(member.of)?.[name]
        : withDots(module, `${member.of}.prototype.${name}`);
  }
}

function withDots(module: string, path: string): unknown {
  let value: unknown = module === "global" ? globalThis : load(module);
  for (const key of path.split(".")) value = (value as Record<string, unknown> | undefined)?.[key];
  return value;
}

function load(module: string): unknown {
  try {
    return require(`node:${module}`);
  } catch {
    // A module that this Node does not have yet.
    return undefined;
  }
}

/** Methods of classes that not every Node exports: only an instance shows them. */
function unexported(of: string): Record<string, unknown> | undefined {
  const sqlite = load("sqlite") as
    { DatabaseSync: new (path: string) => Record<string, () => Record<string, unknown>> } | undefined;
  if (!sqlite) return undefined;
  const database = new sqlite.DatabaseSync(":memory:");
  return of === "SQLTagStore" ? database.createTagStore?.() : database.createSession?.();
}
