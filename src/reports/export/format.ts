import type { Report } from "../../findings/report.js";
import type { ReportFacts } from "../facts.js";
import type { ReportBatches } from "../read.js";

/** What a format may know besides the reports. */
export interface ExportContext {
  /** Absolute folder to which the files in reports are relative. */
  readonly root: string;
  /** When the export is made. */
  readonly now: Date;
  /** The whole reports of which these are the facts, in their order. */
  readonly whole: (facts: Iterable<ReportFacts>) => Promise<readonly Report[]>;
}

interface Format<R> {
  readonly mediaType: string;
  /** The pieces of the text, the last with its line feed. */
  write(reports: ReportBatches<R>, context: ExportContext): AsyncIterable<string>;
}

/**
 * One way to write reports down. Reports come in batches, the last written first, and go out in pieces: a format that needs
 * no more than a batch at a time has no more in memory. One that does without stacks gets its reports several times as fast.
 */
export type ExportFormat =
  ({ readonly stacks: true } & Format<Report>) | ({ readonly stacks: false } & Format<ReportFacts>);
