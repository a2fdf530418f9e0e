import type { RunInputs } from "../../runtime/input/run-inputs.js";
import type { Pools } from "./pools.js";

/**
 * Has the inputs of runs at hand for their reports. A host whose loop stands still cannot say what it was given; its
 * supervisor knows, and the host pays nothing for it.
 */
export function keepInputs(pools: Pools, inputs: RunInputs): Pools {
  // On top of the pools and not a copy of them: their sizes change.
  return Object.assign(Object.create(pools) as Pools, {
    async run(...[pool, order, hooks]: Parameters<Pools["run"]>) {
      inputs.begin(order, order.input);
      try {
        return await pools.run(pool, order, hooks);
      } finally {
        inputs.settled(order);
      }
    },
  });
}
