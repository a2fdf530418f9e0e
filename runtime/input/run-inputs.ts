import type { Report, ReportTask, TaskInput } from "../../src/findings/report.js";
import { attemptKey } from "../run-context.js";
import { inputDescriber, type DescribeInput } from "./describe-input.js";
import type { InputOptions } from "./options.js";

// The last record of a stall comes after its run has settled, but not by much, in ms.
const LINGER_MS = 5_000;

/** The inputs of the runs in flight, by reference: nothing is done with one until a report asks for it. */
export class RunInputs {
  readonly #describe: DescribeInput;
  readonly #inputs = new Map<string, unknown>();

  constructor(options: InputOptions) {
    this.#describe = inputDescriber(options);
  }

  begin(task: Attempt, input: unknown): void {
    this.#inputs.set(attemptKey(task), input);
  }

  settled(task: Attempt): void {
    setTimeout(() => this.#inputs.delete(attemptKey(task)), LINGER_MS).unref();
  }

  /** What a report may hold of the run's input; null where nothing is known of it. */
  of(task: Attempt): TaskInput | null {
    const key = attemptKey(task);
    return this.#inputs.has(key) ? this.#describe(this.#inputs.get(key)) : null;
  }

  /** The report of a stall with the input of the run that it blames, where that is known. */
  addTo(report: Report): Report {
    const input = report.task && report.kind === "stall" ? this.of(report.task) : null;
    return report.task && input ? { ...report, task: { ...report.task, input } } : report;
  }
}

type Attempt = Pick<ReportTask, "queue" | "runId" | "attempt">;
