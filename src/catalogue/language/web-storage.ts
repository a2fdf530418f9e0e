import { languageFeature } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const feature = languageFeature("sync-call");
const storage = "https://developer.mozilla.org/en-US/docs/Web/API/Storage/";

// `localStorage` is a database on disk; behind a flag until Node 25.
const onStorage = (name: string) =>
  feature(
    { form: "method", of: "Storage" },
    name,
    "light",
    "a database client with promises",
    storage + name,
    { since: "22.4.0" },
  );

export const webStorage = [
  onStorage("clear"),
  onStorage("getItem"),
  onStorage("removeItem"),
  onStorage("setItem"),
] as const satisfies readonly CatalogueEntry[];
