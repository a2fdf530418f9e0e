import { readdir, readFile } from "node:fs/promises";

/** The kernel counts in 1/100 s (USER_HZ, the same on every Linux). */
const MS_PER_TICK = 10;

/** CPU time in ms, user and system, of a process and all its descendants, those that ended included. Linux only. */
export async function cpuMsOfTree(root: number): Promise<number> {
  const processes = await readAll();
  const children = (pid: number): number =>
    processes
      .filter((it) => it.parent === pid)
      .reduce((sum, it) => sum + it.ownTicks + it.waitedTicks + children(it.pid), 0);
  const own = processes.find((it) => it.pid === root);
  return own ? (own.ownTicks + own.waitedTicks + children(root)) * MS_PER_TICK : 0;
}

/** CPU time in ms of one process alone; 0 when it has ended. */
export async function cpuMsOf(pid: number): Promise<number> {
  return ((await readStat(String(pid)))?.ownTicks ?? 0) * MS_PER_TICK;
}

/** A process, first, and its descendants that live, by their ids. */
export async function treeOf(root: number): Promise<number[]> {
  const processes = await readAll();
  const below = (pid: number): number[] =>
    processes.filter((it) => it.parent === pid).flatMap((it) => [it.pid, ...below(it.pid)]);
  return [root, ...below(root)];
}

async function readAll() {
  return (await Promise.all((await pids()).map(readStat))).filter((it) => it !== null);
}

async function pids(): Promise<string[]> {
  return (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly ownTicks: number;
  /** Of children that have ended and were waited for. */
  readonly waitedTicks: number;
}

async function readStat(pid: string): Promise<Stat | null> {
  // It may have ended since it was listed.
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (!stat) return null;
  // The name before ")" may hold anything; after it come state, parent, …, and from the 12th utime, stime, cutime, cstime.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user = 0, system = 0, waitedUser = 0, waitedSystem = 0] = fields.slice(11, 15).map(Number);
  return {
    ...{ pid: Number(pid), parent: Number(fields[1]) },
    ...{ ownTicks: user + system, waitedTicks: waitedUser + waitedSystem },
  };
}
