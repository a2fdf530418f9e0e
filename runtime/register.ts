/**
 * `node --import loopward/register app.js`: reports for any program, without a change to it. Also through `NODE_OPTIONS`,
 * which child processes inherit: each process has its own guard, and all append to one file.
 *
 * Options come from the environment: see `registerOptions`.
 */
import { isMainThread } from "node:worker_threads";
import { LoopwardError } from "../src/findings/errors.js";
import { startGuard } from "./index.js";
import { registerOptions } from "./register-options.js";

// Preloaded modules run in every thread; a worker thread's loop keeps nobody waiting but itself.
if (isMainThread) {
  const options = registerOptions(process.env);
  try {
    await startGuard(options);
  } catch (error) {
    // Where nothing can be written, the program is to run all the same: nobody asked it to be watched at any price.
    if (!(error instanceof LoopwardError) || error.code !== "LOOPWARD_STATE_DIR") throw error;
    process.emitWarning(`Loopward does not watch this process. ${error.message}`);
  }
}
