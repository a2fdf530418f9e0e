import type ts from "typescript";
import type { CatalogueEntry } from "../../../src/catalogue/types.js";
import type { Confidence } from "../../../src/findings/finding.js";

/** What a hit says of the API it found. A function of the project marked `@blocking` has no entry in the catalogue. */
export type BlockingApi = Pick<
  CatalogueEntry,
  "module" | "kind" | "cost" | "instead" | "twin" | "awaitable" | "mostlySmall"
> & {
  /** As `apiName` has it. */
  readonly api: string;
};

/** One place that blocks, whoever reaches it. */
export interface Hit {
  readonly api: BlockingApi;
  /** The call, or the name of the API where it is handed over as a callback. */
  readonly node: ts.Node;
  /** Where the guard would see it: the name that is called, or `new`. */
  readonly at: ts.Node;
  readonly confidence: Confidence;
  readonly inLoop: boolean;
  /** Whether the size of what it works on has no bound that the code shows: a whole file, a response. */
  readonly unbounded: boolean;
  /** Whether it happens once in the life of a process, behind a latch. */
  readonly once: boolean;
}
