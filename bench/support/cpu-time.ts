import { readdir, readFile } from "node:fs/promises";

/** The kernel counts in 1/100 s (USER_HZ, the same on every Linux). */
const MS_PER_TICK = 10;

/** CPU time in ms, user and system, of a process and all its descendants, those that ended included. Linux only. */
export async function cpuMsOfTree(root: number): Promise<number> {
  const processes = (await Promise.all((await pids()).map(readStat))).filter((it) => it !== null);
  const children = (pid: number): number =>
    processes.filter((it) => it.parent === pid).reduce((sum, it) => sum + it.ticks + children(it.pid), 0);
  const own = processes.find((it) => it.pid === root)?.ticks ?? 0;
  return (own + children(root)) * MS_PER_TICK;
}

async function pids(): Promise<string[]> {
  return (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
}

async function readStat(pid: string): Promise<{ pid: number; parent: number; ticks: number } | null> {
  // It may have ended since it was listed.
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (!stat) return null;
  // The name before ")" may hold anything; after it come state, parent, …, and from the 12th utime, stime, cutime, cstime.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid: Number(pid), parent: Number(fields[1]), ticks };
}
