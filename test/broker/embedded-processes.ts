import { readdir, readFile } from "node:fs/promises";
import { eventually } from "../support/eventually.js";

/** What runs for an embedded broker: found by the folder in its command line. Linux only. */
export interface EmbeddedProcess {
  readonly pid: number;
  readonly role: "keeper" | "postgres" | "switch";
}

/** The processes of the embedded broker in `folder`, backends not counted. */
export async function embeddedProcesses(folder: string): Promise<EmbeddedProcess[]> {
  const all = await Promise.all((await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(describe));
  const servers = all
    .filter((it) => it.command.includes("bin/postgres\0") && it.command.includes(folder))
    .map((it) => String(it.pid));
  return all.flatMap(({ pid, command }): EmbeddedProcess[] => {
    const [, served] = /loopward-switch\0(\d+)/.exec(command) ?? [];
    if (served && servers.includes(served)) return [{ pid, role: "switch" }];
    if (!command.includes(folder)) return [];
    if (command.includes("keeper.js\0")) return [{ pid, role: "keeper" }];
    return command.includes("bin/postgres\0") ? [{ pid, role: "postgres" }] : [];
  });
}

export async function processOf(folder: string, role: EmbeddedProcess["role"]): Promise<number> {
  const found = await eventually(`a ${role} for ${folder}`, async () =>
    (await embeddedProcesses(folder)).find((it) => it.role === role),
  );
  return found.pid;
}

/** Waits until nothing runs for the broker in `folder`. */
export async function untilUnused(folder: string): Promise<void> {
  let left: EmbeddedProcess[] = [];
  const isUnused = async () => (left = await embeddedProcesses(folder)).length === 0;
  await eventually(`nothing runs for ${folder}`, isUnused).catch((error: unknown) => {
    throw new Error(`what runs there: ${JSON.stringify(left)}`, { cause: error });
  });
}

async function describe(pid: string): Promise<{ pid: number; command: string }> {
  // It may have ended since it was listed.
  return { pid: Number(pid), command: await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "") };
}

export function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
