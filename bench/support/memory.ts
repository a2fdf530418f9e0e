import { readFile } from "node:fs/promises";
import { treeOf } from "./cpu-time.js";

/** Resident memory of one process, in MB of 2^20 bytes. */
export interface Memory {
  readonly pid: number;
  readonly nowMb: number;
  /** The most it has been since the process began. */
  readonly peakMb: number;
}

/** Of a process, first, and of its descendants that live. Linux only. */
export async function memoryOfTree(root: number): Promise<Memory[]> {
  const all = await Promise.all((await treeOf(root)).map(memoryOf));
  return all.filter((it) => it !== null);
}

/** Null: it has ended. */
export async function memoryOf(pid: number): Promise<Memory | null> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) / 1_024;
  const [nowMb, peakMb] = [field("VmRSS"), field("VmHWM")];
  // A process that has ended and is not yet waited for has no memory.
  return Number.isNaN(nowMb) ? null : { pid, nowMb, peakMb };
}

/** Resident memory of a process in MB of 2^20 bytes, each page divided by how many processes share it (PSS); 0: it has ended. */
export async function ownMbOf(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1_024;
}
