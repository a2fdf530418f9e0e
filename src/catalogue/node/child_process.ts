import { nodeModule } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const { fn } = nodeModule("child_process", "sync-call");

// Each stands still until the child has ended. No twins: the asynchronous forms give `{ stdout, stderr }`.
export const childProcess = [
  fn(
    "execFileSync(file[, args][, options])",
    "heavy",
    "`promisify(execFile)`, with `execFile` from `node:child_process`",
    {
      unbounded: true,
    },
  ),
  fn("execSync(command[, options])", "heavy", "`promisify(exec)`, with `exec` from `node:child_process`", {
    unbounded: true,
  }),
  fn(
    "spawnSync(command[, args][, options])",
    "heavy",
    "`spawn` from `node:child_process`, awaiting its `close` event",
    {
      unbounded: true,
    },
  ),
] as const satisfies readonly CatalogueEntry[];
