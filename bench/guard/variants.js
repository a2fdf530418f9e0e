import { AsyncLocalStorage } from "node:async_hooks";
import { join } from "node:path";
// In all of them: a program of a few files has a faster `readFileSync` than one of many, whose loading shows it objects of more
// shapes.
import { startGuard } from "../../dist/runtime/guard.js";

/** What the guard is told, in a process of its own and in a pool's hosts. */
export const GUARD_OPTIONS = { mode: "report", thresholdMs: 100, abortAfterMs: 5_000 };

let runs = 0;
export const nextTask = () => ({ name: "bench", runId: String((runs += 1)), queue: "default", attempt: 1 });

/** Each sets itself up, and gives how a run is entered. */
export const variants = {
  none: () => ({ enter: async (fn) => await fn() }),

  // What a host does without a guard, but knows whose code it executes.
  storage() {
    const storage = new AsyncLocalStorage();
    return { enter: async (fn) => await storage.run({ task: nextTask() }, fn) };
  },

  guard: (folder) => guarded(folder, GUARD_OPTIONS),

  // It must be able to find each of its runs.
  "aborting guard": (folder) => guarded(folder, { ...GUARD_OPTIONS, mode: "abort" }),

  async "blocked-at"() {
    const { default: blockedAt } = await import("blocked-at");
    blockedAt(() => {}, { threshold: GUARD_OPTIONS.thresholdMs });
    return variants.none();
  },

  async sentry() {
    const { init } = await import("@sentry/node");
    const { eventLoopBlockIntegration } = await import("@sentry/node-native");
    init({
      dsn: "https://key@localhost/1",
      transport: () => ({ send: async () => ({}), flush: async () => true }),
      defaultIntegrations: false,
      integrations: [eventLoopBlockIntegration({ threshold: GUARD_OPTIONS.thresholdMs })],
    });
    return variants.none();
  },
};

async function guarded(folder, options) {
  const guard = await startGuard({
    ...options,
    root: folder,
    sink: { file: join(folder, "reports.ndjson") },
  });
  // Of its own, as each run of a pool has it.
  const onAbort = options.mode === "abort" ? () => () => {} : () => undefined;
  const enter = async (fn) => {
    const run = guard.begin(nextTask(), onAbort());
    try {
      return await run.execute(fn);
    } finally {
      run.settled();
    }
  };
  return { enter };
}
