import { languageFeature } from "../row.js";
import type { CatalogueEntry, Member } from "../types.js";

const feature = languageFeature("cpu");
const onJson: Member = { form: "static", of: "JSON" };

// About 10 ms a megabyte on a current machine; the event loop stands still for all of it.
export const json = [
  feature(
    onJson,
    "parse",
    "data",
    "a streaming parser, smaller messages, or a worker thread",
    "Global_Objects/JSON/parse",
  ),
  feature(
    onJson,
    "stringify",
    "data",
    "a streaming serialiser, smaller messages, or a worker thread",
    "Global_Objects/JSON/stringify",
  ),
] as const satisfies readonly CatalogueEntry[];
