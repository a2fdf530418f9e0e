import { fail } from "../../findings/errors.js";
import { boundEnqueuer } from "../enqueuer.js";
import { assertStart, planOf } from "./plan.js";
import type { EnqueuedGroup, Group, Step } from "./types.js";

type OutputsOf<Steps extends readonly Step<unknown>[]> = {
  -readonly [Index in keyof Steps]: Steps[Index] extends Step<infer Output> ? Output : never;
};

/**
 * Runs tasks beside one another: `await group([fetch.signature(a), fetch.signature(b)]).result()`.
 * In front of a chain, its results go to the next task as an array.
 * @throws LoopwardError `LOOPWARD_BAD_FLOW` for a group of none
 */
export function group<const Steps extends readonly Step<unknown>[]>(steps: Steps): Group<OutputsOf<Steps>> {
  type Outputs = OutputsOf<Steps>;
  if (steps.length === 0) throw fail("LOOPWARD_BAD_FLOW", ["a group needs at least one run"]);
  const self: Group<Outputs> = {
    kind: "group",
    steps: [...steps],
    async enqueue() {
      await assertStart(self);
      const enqueuer = await boundEnqueuer();
      return enqueued<Outputs>(await enqueuer.enqueueFlows(planOf(self)));
    },
    result: async (options) => (await self.enqueue()).result(options),
  };
  return self;
}

function enqueued<Outputs>(runs: EnqueuedGroup<Outputs>["runs"]): EnqueuedGroup<Outputs> {
  return {
    runs,
    result: async (options) => (await Promise.all(runs.map((run) => run.result(options)))) as Outputs,
    async cancel(options) {
      const cancelled = await Promise.all(runs.map((run) => run.cancel(options)));
      return cancelled.filter(Boolean).length;
    },
  };
}
