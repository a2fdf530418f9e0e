import type { Confidence } from "../../src/findings/finding.js";
import type { Step, Summary } from "./summary.js";
import type { Unit } from "./unit.js";

/** How a unit is reached from one task: by `step` out of `from`, or as the task's own handler. */
export interface Arrival {
  readonly confidence: Confidence;
  readonly depth: number;
  readonly from?: Unit;
  readonly step?: Step;
}

/**
 * Every unit that `handlers` reach, with the shortest way to it. Ways that are certain are gone first, so that a unit is
 * reached by a merely possible one only if no certain one leads there.
 */
export function reach(handlers: readonly Unit[], summaryOf: (unit: Unit) => Summary): Map<Unit, Arrival> {
  const arrivals = new Map<Unit, Arrival>();
  for (const unit of handlers) arrivals.set(unit, { confidence: "definite", depth: 0 });
  spread([...arrivals.keys()], "definite");
  spread([...arrivals.keys()], "possible");
  return arrivals;

  function spread(queue: Unit[], confidence: Confidence): void {
    // The queue grows while it is read: breadth first, hence shortest ways.
    for (const from of queue) {
      const depth = (arrivals.get(from)?.depth ?? 0) + 1;
      for (const step of summaryOf(from).steps) {
        if (arrivals.has(step.unit) || (confidence === "definite" && step.confidence === "possible"))
          continue;
        arrivals.set(step.unit, { confidence, depth, from, step });
        queue.push(step.unit);
      }
    }
  }
}
