import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isAlive } from "../../config/is-alive.js";
import { fail } from "../../findings/errors.js";

/**
 * Writes this process's id into a file of its own; one that a dead process left is replaced.
 * @returns removes the file again
 * @throws LoopwardError `LOOPWARD_PID_FILE` when the process in it lives, `LOOPWARD_STATE_DIR` when it cannot be written
 */
export function claimPidFile(file: string): () => void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeOnce(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST")
      throw fail("LOOPWARD_STATE_DIR", [file, (error as Error).message], { cause: error });
    const pid = pidIn(file);
    // In a container the process before may have had the same id as this one.
    if (pid !== null && pid !== process.pid && isAlive(pid))
      throw fail("LOOPWARD_PID_FILE", [file, String(pid)]);
    rmSync(file, { force: true });
    writeOnce(file);
  }
  return () => {
    if (pidIn(file) === process.pid) rmSync(file, { force: true });
  };
}

function writeOnce(file: string): void {
  writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
}

function pidIn(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, "utf8").trim());
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}
