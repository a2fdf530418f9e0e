import type { HostSetup } from "../protocol.js";
import type { LoadedTask } from "./app-loader.js";

/** Gives tasks that declare no time limits those of the worker. With `off` no task is limited: a debugger takes its time. */
export function withDefaultLimits(
  tasks: ReadonlyMap<string, LoadedTask>,
  limits: HostSetup["limits"],
): Map<string, LoadedTask> {
  return new Map(
    [...tasks].map(([name, loaded]) => [
      name,
      { ...loaded, info: { ...loaded.info, ...limitsOf(loaded, limits) } },
    ]),
  );
}

function limitsOf({ info }: LoadedTask, limits: HostSetup["limits"]) {
  if (limits === "off") return { timeLimitMs: null, softTimeLimitMs: null };
  return {
    timeLimitMs: info.timeLimitMs ?? limits?.timeLimitMs ?? null,
    softTimeLimitMs: info.softTimeLimitMs ?? limits?.softTimeLimitMs ?? null,
  };
}
