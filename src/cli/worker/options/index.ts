import { appOptions } from "./app.js";
import { guardOptions } from "./guard.js";
import { lifeOptions } from "./life.js";
import { observeOptions } from "./observe.js";
import type { WorkerOption } from "./option.js";
import { placementOptions } from "./placement.js";
import { poolOptions } from "./pools.js";

/** The options of `loopward worker` by theme, in the order of its help. */
export const workerOptions: ReadonlyMap<string, readonly WorkerOption[]> = new Map([
  ["What it runs", appOptions],
  ["Pools and limits", poolOptions],
  ["The guard", guardOptions],
  ["Placement", placementOptions],
  ["Life", lifeOptions],
  ["What others see of it", observeOptions],
]);
