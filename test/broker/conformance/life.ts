import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { Trial } from "./trial.js";

/** What the broker hands out, and how it ends. */
export function life(trial: Trial): void {
  test("the same name gives the same queue", () => {
    const queue = trial.newQueue();
    expect(trial.broker.queue(queue)).toBe(trial.broker.queue(queue));
    expect(trial.broker.events(queue)).toBe(trial.broker.events(queue));
  });

  test("nothing keeps a process alive that closed its broker", async () => {
    const program = fileURLToPath(new URL("../samples/open-use-close.mjs", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [program, trial.url(), trial.newQueue()], {
      timeout: 30_000,
    });
    expect(stdout).toBe("value\n");
  });
}
