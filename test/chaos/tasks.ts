/** Innocents and culprits of every kind. Each run writes to the journal what it does, before and after. */
import { execSync } from "node:child_process";
import { mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { defineTask, type RunContext } from "loopward";
import type { Line } from "./journal.js";

const folder = process.env.LOOPWARD_CHAOS_DIR ?? "";
mkdirSync(join(folder, "claims"), { recursive: true });
const journal = openSync(join(folder, "journal.ndjson"), "a");

function write(line: Line): void {
  writeSync(journal, `${JSON.stringify(line)}\n`);
}

function isAlive(pid: number): boolean {
  try {
    // A process that ended and was not waited for has an entry, too.
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** Who executes the run at this moment, if anybody: what a file says that outlives its writer. */
function claimant(claim: string): number | null {
  try {
    const pid = Number(readFileSync(claim, "utf8"));
    return pid > 0 && isAlive(pid) ? pid : null;
  } catch {
    return null;
  }
}

/** A task whose runs claim their id while they last, and say so when somebody else holds it. */
function witnessed(name: string, attempts: number, body: (input: { ms: number }) => unknown) {
  return defineTask({
    name,
    queue: "chaos",
    attempts,
    async run(input: { ms: number }, ctx: RunContext) {
      const { id, attempt, redelivered } = ctx;
      const claim = join(folder, "claims", id);
      const other = claimant(claim);
      if (other !== null) write({ event: "double", id, pid: process.pid, other });
      writeFileSync(claim, String(process.pid));
      write({ event: "start", id, pid: process.pid, attempt, redelivered });
      try {
        await body(input);
        write({ event: "end", id, pid: process.pid });
      } finally {
        writeFileSync(claim, "");
      }
      return { attempt };
    },
  });
}

// A second attempt would show: what is charged to an innocent ends as `attempt: 2`.
export const innocent = witnessed("innocent", 3, ({ ms }) => wait(ms));

export const slow = witnessed("slow", 3, ({ ms }) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
});

export const endless = witnessed("endless", 1, async () => {
  await wait(1);
  for (;;);
});

export const sleeps = witnessed("sleeps", 1, async () => {
  await wait(1);
  execSync("sleep 600");
});

export const exits = witnessed("exits", 1, async () => {
  await wait(1);
  process.exit(3);
});

export const throwsLater = witnessed("throws-later", 1, async () => {
  setTimeout(() => {
    throw new RangeError("thrown from a timer");
  }, 1);
  await wait(600_000);
});

export const killsItself = witnessed("kills-itself", 1, async () => {
  await wait(1);
  process.kill(process.pid, "SIGKILL");
  await wait(600_000);
});

export const fillsMemory = witnessed("fills-memory", 1, async () => {
  const kept: number[][] = [];
  for (;;) {
    kept.push(Array.from({ length: 200_000 }, (_, index) => index + Math.random()));
    await wait(1);
  }
});
