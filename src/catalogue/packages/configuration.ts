import { mostlySmall, thirdParty } from "./third-party.js";

const pool = "the process pool or a worker thread";
const json = "JSON, which is parsed ten times faster, or the process pool";

// Formats of settings: mostly little, and slow (about ten times `JSON.parse`) where they are not.
export const configuration = [
  ...thirdParty("js-yaml", "https://github.com/nodeca/js-yaml#readme", [
    ["load", "data", json, mostlySmall],
    ["loadAll", "data", json, mostlySmall],
    ["safeLoad", "data", json, mostlySmall],
    ["safeLoadAll", "data", json, mostlySmall],
    ["dump", "data", json, mostlySmall],
    ["safeDump", "data", json, mostlySmall],
  ]),
  ...thirdParty("yaml", "https://eemeli.org/yaml", [
    ["parse", "data", json, mostlySmall],
    ["parseDocument", "data", json, mostlySmall],
    ["parseAllDocuments", "data", json, mostlySmall],
    ["stringify", "data", json, mostlySmall],
  ]),
  ...thirdParty(["toml", "smol-toml"], "https://github.com/squirrelchat/smol-toml#readme", [
    ["parse", "data", json, mostlySmall],
  ]),
  ...thirdParty("json5", "https://json5.org", [
    ["parse", "data", json, mostlySmall],
    ["stringify", "data", json, mostlySmall],
  ]),
  ...thirdParty("gray-matter", "https://github.com/jonschlinkert/gray-matter#readme", [
    ["default", "data", pool, mostlySmall],
    ["read", "data", "`readFile` from `node:fs/promises`, then `matter`"],
  ]),
];
