import { isMainThread, Worker, workerData } from "node:worker_threads";

/**
 * Looked at this often, in ms. An orphan ends after two looks at most: well within the lock duration (1 s at least), after
 * which another worker may begin its runs anew.
 */
const LOOK_EVERY_MS = 400;

/**
 * Ends this process when its supervisor is gone and its loop does not turn: an endless loop would outlive a supervisor
 * that was killed, and burn a processor for ever. A thread of its own, since hosts of one slot have no guard.
 */
export function watchSupervisor(): void {
  const watch = new Worker(new URL(import.meta.url), {
    workerData: { supervisor: Number(process.argv[2]) },
    name: "loopward-supervisor-watch",
    // Neither the app's preloaded modules nor its loaders belong in this thread.
    execArgv: [],
    env: { NODE_OPTIONS: "" },
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  });
  watch.unref();
}

function look(supervisor: number): void {
  let missed = false;
  setInterval(() => {
    // Whoever takes over orphans is their parent then.
    if (process.ppid === supervisor) return;
    // A loop that turns has heard of it, and has had time to end by itself.
    if (missed) endGroup();
    missed = true;
  }, LOOK_EVERY_MS);
}

// What a synchronous child process holds up is ended with that child.
function endGroup(): void {
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.kill(process.pid, "SIGKILL");
  }
}

if (!isMainThread) look((workerData as { supervisor: number }).supervisor);
