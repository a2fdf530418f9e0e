import type { TaskInfo } from "../task/types.js";
import { HostSlot } from "./host-slot.js";
import type { HostSetup } from "./protocol.js";

const nothing = () => undefined;

/**
 * The tasks that an app defines, learnt by loading it in a host of its own: user code never runs in the caller's process.
 * @throws LoopwardError `LOOPWARD_APP_UNREADABLE`, `LOOPWARD_NO_TASKS`, `LOOPWARD_NO_HANDLER`, `LOOPWARD_DUPLICATE_TASK`
 */
export async function describeApp(
  app: Pick<HostSetup, "app" | "processors" | "root">,
): Promise<readonly TaskInfo[]> {
  const setup = { ...app, guard: null, recycle: { maxRuns: null, maxMemoryMb: null } };
  const host = new HostSlot(
    setup,
    { hosts: 1, slotsPerHost: 0 },
    {
      onReport: nothing,
      onHost: nothing,
      onOutput: (_pid, stream, line) => process[stream].write(`${line}\n`),
      onFree: nothing,
      onLost: nothing,
      onWorn: nothing,
    },
  );
  try {
    return await host.ready;
  } finally {
    await host.end(1_000);
  }
}
