import { fail } from "../../findings/errors.js";
import { boundEnqueuer } from "../enqueuer.js";
import type { JobMaker } from "../types.js";
import { assertStart, planOf } from "./plan.js";
import type { Chain, Next, Start } from "./types.js";

/**
 * Runs tasks one after the other, each with the result of the one before as its input:
 * `await chain(fetch.signature(url), parse, store).result()`. When a run fails for good, those after it fail, too.
 * @throws LoopwardError `LOOPWARD_BAD_FLOW` for a chain of one
 */
export function chain<A, B>(first: Start<A>, b: Next<A, B>): Chain<B>;
export function chain<A, B, C>(first: Start<A>, b: Next<A, B>, c: Next<B, C>): Chain<C>;
export function chain<A, B, C, D>(first: Start<A>, b: Next<A, B>, c: Next<B, C>, d: Next<C, D>): Chain<D>;
export function chain<A, B, C, D, E>(
  first: Start<A>,
  b: Next<A, B>,
  c: Next<B, C>,
  d: Next<C, D>,
  e: Next<D, E>,
): Chain<E>;
export function chain(first: Start<unknown>, ...next: JobMaker[]): Chain<unknown> {
  if (next.length === 0) throw fail("LOOPWARD_BAD_FLOW", ["a chain needs at least two runs"]);
  const self: Chain<unknown> = {
    kind: "chain",
    first,
    next,
    async enqueue() {
      await assertStart(self);
      const [run] = await (await boundEnqueuer()).enqueueFlows(planOf(self));
      return run!;
    },
    result: async (options) => (await self.enqueue()).result(options),
  };
  return self;
}
