import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { eventually } from "../support/eventually.js";

/** A process that uses a broker; `lines` is what it printed so far. Killed when the test ends. */
export interface UserProcess {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  /** Waits for a line that begins so. */
  said(start: string): Promise<string>;
  kill(): Promise<void>;
}

/** Starts a program of `samples/`. */
export function startUser(program: string, ...args: string[]): UserProcess {
  const file = fileURLToPath(new URL(`samples/${program}`, import.meta.url));
  return startProgram(file, ...args);
}

/** Starts a program with its standard input held open. */
export function startProgram(file: string, ...args: string[]): UserProcess {
  const child = spawn(process.execPath, [file, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
  };
  onTestFinished(kill);
  return {
    child,
    lines,
    said: (start) =>
      eventually(`"${start}" from ${file}`, () => lines.find((line) => line.startsWith(start)), 40_000),
    kill,
  };
}
