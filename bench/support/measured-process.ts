import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A process of a bench. */
export interface MeasuredProcess {
  readonly pid: number;
  /** What of its output matched. */
  readonly ready: string;
  stop(): Promise<void>;
  /** For one that hears no signal to stop. */
  kill(): void;
}

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * Starts a program; resolves when a line of its output matches, fails with its output when it ends before.
 * @param env beside this process's own
 * @param command the program; Node unless said
 */
export async function startProcess(
  args: readonly string[],
  ready: RegExp,
  env: Readonly<Record<string, string>> = {},
  command = process.execPath,
): Promise<MeasuredProcess> {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  running.add(child);
  const said: string[] = [];
  const line = await new Promise<string>((resolve, reject) => {
    const hear = (text: string) => {
      said.push(text);
      if (ready.test(text)) resolve(text);
    };
    createInterface({ input: child.stdout }).on("line", hear);
    createInterface({ input: child.stderr }).on("line", hear);
    child.once("exit", () => {
      running.delete(child);
      reject(new Error(`${command} ${args.join(" ")} ended early:\n${said.join("\n")}`));
    });
  });
  return {
    pid: child.pid ?? 0,
    ready: line,
    kill() {
      child.kill("SIGKILL");
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      await exit;
    },
  };
}
