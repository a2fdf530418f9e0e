import { causes } from "../../findings/cause.js";
import { KNOWN_STALLS_SCHEMA, type KnownStall, type KnownStalls } from "../../findings/known-stalls.js";
import { reportDay } from "../../findings/report-file.js";
import type { ReportFacts } from "../facts.js";
import { isForeign } from "../foreign.js";
import type { ReportBatches } from "../read.js";
import { stolenMs } from "../summarise.js";
import type { ExportFormat } from "./format.js";

/** What the rule `loopward/known-stall` reads: every line of the user's own that stalled a loop, and how badly. */
export const knownStalls: ExportFormat = {
  stacks: false,
  mediaType: "application/json",
  async *write(reports) {
    yield knownStallsText(await knownStallsOf(reports));
  },
};

/** Adds up the reports of each line. */
export async function knownStallsOf(reports: ReportBatches<ReportFacts>): Promise<KnownStalls> {
  const lines = new Map<string, Line>();
  const add = (report: ReportFacts) => {
    const { blame } = report;
    // What cannot be read cannot be found again.
    if (!blame || blame.code === "" || isForeign(blame) || !causes[report.cause].blames) return;
    const key = `${blame.file}\0${blame.code}\0${blame.function}\0${blame.api}`;
    let line = lines.get(key);
    if (!line) lines.set(key, (line = new Line(report)));
    line.add(report);
  };
  for await (const batch of reports) batch.forEach(add);
  const stalls = [...lines.values()].map((line) => line.stall()).sort((a, b) => b.stolenMs - a.stolenMs);
  return { schema: KNOWN_STALLS_SCHEMA, stalls };
}

/** What the file holds. */
export function knownStallsText(known: KnownStalls): string {
  return `${JSON.stringify(known, null, 1)}\n`;
}

/** Adds up the reports of one line. */
class Line {
  #last: ReportFacts;
  #worst: ReportFacts;
  #stolenMs = 0;
  #delayedRuns = 0;
  readonly #countByDay = new Map<string, number>();
  readonly #stolenByTask = new Map<string, number>();

  constructor(first: ReportFacts) {
    this.#last = first;
    this.#worst = first;
  }

  add(report: ReportFacts): void {
    const day = reportDay(new Date(report.time));
    const stolen = stolenMs(report);
    this.#countByDay.set(day, (this.#countByDay.get(day) ?? 0) + (report.folded?.count ?? 1));
    if (report.task)
      this.#stolenByTask.set(report.task.name, (this.#stolenByTask.get(report.task.name) ?? 0) + stolen);
    this.#stolenMs += stolen;
    this.#delayedRuns += report.impact.delayedRuns;
    if (Date.parse(report.time) > Date.parse(this.#last.time)) this.#last = report;
    if (report.durationMs > this.#worst.durationMs) this.#worst = report;
  }

  stall(): KnownStall {
    const { blame, cause, time, advice } = this.#last;
    if (!blame) throw new Error("only reports that blame a line are added");
    return {
      file: blame.file,
      line: blame.line,
      column: blame.column,
      function: blame.function,
      code: blame.code,
      api: blame.api,
      cause,
      tasks: [...this.#stolenByTask].sort(([, a], [, b]) => b - a).map(([name]) => name),
      countByDay: Object.fromEntries([...this.#countByDay].sort()),
      worstMs: this.#worst.durationMs,
      stolenMs: Math.round(this.#stolenMs * 10) / 10,
      delayedRuns: this.#delayedRuns,
      lastTime: time,
      advice,
    };
  }
}
