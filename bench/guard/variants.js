import { AsyncLocalStorage } from "node:async_hooks";
import { join } from "node:path";

const MODE = { mode: "report", thresholdMs: 100, abortAfterMs: 5_000 };

let runs = 0;
const nextTask = () => ({ name: "bench", runId: String((runs += 1)), queue: "default", attempt: 1 });

/** What a workload gets: how a run is entered, and how the hosts of a pool are guarded. */
export const variants = {
  none: () => ({ enter: async (fn) => await fn(), guard: null }),

  // What a host does without a guard, but knows whose code it executes.
  storage() {
    const storage = new AsyncLocalStorage();
    return { enter: async (fn) => await storage.run({ task: nextTask() }, fn), guard: null };
  },

  async guard(folder) {
    const { startGuard } = await import("../../dist/runtime/guard.js");
    const guard = await startGuard({ ...MODE, root: folder, sink: { file: join(folder, "reports.ndjson") } });
    const enter = async (fn) => {
      const run = guard.begin(nextTask());
      try {
        return await run.execute(fn);
      } finally {
        run.settled();
      }
    };
    return { enter, guard: MODE };
  },

  async "blocked-at"() {
    const { default: blockedAt } = await import("blocked-at");
    blockedAt(() => {}, { threshold: MODE.thresholdMs });
    return variants.none();
  },

  async sentry() {
    const { init } = await import("@sentry/node");
    const { eventLoopBlockIntegration } = await import("@sentry/node-native");
    init({
      dsn: "https://key@localhost/1",
      transport: () => ({ send: async () => ({}), flush: async () => true }),
      defaultIntegrations: false,
      integrations: [eventLoopBlockIntegration({ threshold: MODE.thresholdMs })],
    });
    return variants.none();
  },
};
