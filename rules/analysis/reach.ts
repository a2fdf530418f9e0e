import type { Confidence } from "../../src/findings/finding.js";
import type { Step, Summary } from "./summary.js";
import type { Unit } from "./unit.js";

/** How a unit is reached from one task: by `step` out of `from`, or as the task's own handler. */
export interface Arrival {
  readonly confidence: Confidence;
  /** Whether every way to it is taken once in the life of a process. */
  readonly once: boolean;
  readonly depth: number;
  readonly from?: Unit;
  readonly step?: Step;
}

/**
 * Every unit that `handlers` reach, with the shortest way to it. Ways that are certain are gone first, so that a unit is
 * reached by a merely possible one only if no certain one leads there; and by one that is taken once only if no other does.
 */
export function reach(handlers: readonly Unit[], summaryOf: (unit: Unit) => Summary): Map<Unit, Arrival> {
  const arrivals = new Map<Unit, Arrival>();
  for (const unit of handlers) arrivals.set(unit, { confidence: "definite", once: false, depth: 0 });
  spread((step) => step.confidence === "definite" && !step.once);
  spread((step) => !step.once);
  spread(() => true);
  return arrivals;

  function spread(isTaken: (step: Step) => boolean): void {
    // The queue grows while it is read: breadth first, hence shortest ways.
    const queue = [...arrivals.entries()];
    for (const [from, { confidence, once, depth }] of queue) {
      for (const step of summaryOf(from).steps) {
        if (arrivals.has(step.unit) || !isTaken(step)) continue;
        const arrival: Arrival = {
          confidence: step.confidence === "possible" ? "possible" : confidence,
          once: step.once || (once && !step.handsOver),
          depth: depth + 1,
          from,
          step,
        };
        arrivals.set(step.unit, arrival);
        queue.push([step.unit, arrival]);
      }
    }
  }
}
