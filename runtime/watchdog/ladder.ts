import type { ReportTask } from "../../src/findings/report.js";
import type { StallAction, StallRule } from "../../src/findings/stall-rule.js";
import type { GuardOptions } from "../types.js";

/** How far the guard may go, and after how long: what the task says, else what the worker says. */
export class Ladder {
  readonly #own: { readonly action: StallAction; readonly abortAfterMs: number };
  readonly #onlyReports: boolean;
  #rules: ReadonlyMap<string, StallRule> = new Map();

  constructor({ mode, abort = "kill", abortAfterMs }: Pick<GuardOptions, "mode" | "abort" | "abortAfterMs">) {
    this.#onlyReports = mode === "report";
    const action = abort === "in-place" ? "kill" : abort;
    this.#own = { action: this.#onlyReports ? "report" : action, abortAfterMs };
  }

  /** Rules of tasks, by name. */
  set(rules: ReadonlyMap<string, StallRule>): void {
    this.#rules = rules;
  }

  /** @param task null: nobody is named */
  of(task: ReportTask | null): { readonly action: StallAction; readonly abortAfterMs: number } {
    const rule = task && this.#rules.get(task.name);
    // Who says `--guard=report` wants to look and not to touch, whatever a task allows.
    if (!rule || this.#onlyReports) return this.#own;
    return {
      action: rule.action ?? this.#own.action,
      abortAfterMs: rule.abortAfterMs ?? this.#own.abortAfterMs,
    };
  }
}
