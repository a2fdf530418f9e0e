import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = join(root, "dist/src/cli/main.js");

// Long for a loaded machine, short against a hanging test run.
const DEADLINE_MS = 40_000;

/** One `loopward …` process of the built package. */
export interface Cli {
  readonly child: ChildProcessWithoutNullStreams;
  readonly stdout: string[];
  readonly stderr: string[];
  /** Resolves with the first line of stdout, past or to come, that matches. */
  line(pattern: RegExp): Promise<string>;
  /** Resolves with the exit code. */
  exit(): Promise<number | null>;
}

/** Processes and folders of one test, taken down by `clean`. */
export class CliLab {
  readonly #started: Cli[] = [];
  readonly #folders: string[] = [];

  /** A new empty folder, under the system's own. */
  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), "loopward-test-"));
    this.#folders.push(folder);
    return folder;
  }

  start(
    args: readonly string[],
    options: { cwd?: string; input?: string; env?: Record<string, string> } = {},
  ): Cli {
    const cli = this.#spawn(process.execPath, [bin, ...args], options);
    cli.child.stdin.end(options.input ?? "");
    return cli;
  }

  /** On a terminal of its own, on which one can type (`child.stdin`); what it says is in `stdout`. Linux only. */
  startOnTerminal(args: readonly string[], options: { cwd?: string } = {}): Cli {
    const command = [process.execPath, bin, ...args].map((word) => `'${word}'`).join(" ");
    // `exec`: a shell that waited would get Ctrl-C, too, and dash then says 130 whatever the program said.
    const script = ["--quiet", "--return", "--command", `exec ${command}`, "/dev/null"];
    return this.#spawn("script", script, { ...options, env: { SHELL: "/bin/sh" } });
  }

  #spawn(
    command: string,
    args: readonly string[],
    options: { cwd?: string; env?: Record<string, string> },
  ): Cli {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, NO_COLOR: "1", ...options.env },
    });
    const stdout: string[] = [];
    const stderr: string[] = [];
    const reader = createInterface({ input: child.stdout }).on("line", (line) => stdout.push(line));
    createInterface({ input: child.stderr }).on("line", (line) => stderr.push(line));
    const closed = once(child, "close") as Promise<[number | null]>;
    const cli: Cli = {
      child,
      stdout,
      stderr,
      line: (pattern) =>
        withDeadline(`a line matching ${pattern}`, cli, (resolve) => {
          const seen = stdout.find((line) => pattern.test(line));
          if (seen !== undefined) resolve(seen);
          reader.on("line", (line) => pattern.test(line) && resolve(line));
        }),
      exit: () => withDeadline("its end", cli, (resolve) => void closed.then(([code]) => resolve(code))),
    };
    this.#started.push(cli);
    return cli;
  }

  /** Runs a command to its end. */
  async run(
    args: readonly string[],
    options: { cwd?: string; input?: string; env?: Record<string, string> } = {},
  ) {
    const cli = this.start(args, options);
    const code = await cli.exit();
    return { code, stdout: cli.stdout.join("\n"), stderr: cli.stderr.join("\n"), lines: cli.stdout };
  }

  async clean(): Promise<void> {
    for (const { child } of this.#started) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill("SIGTERM");
      const killer = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await once(child, "close");
      clearTimeout(killer);
    }
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }
}

function withDeadline<T>(what: string, cli: Cli, wait: (resolve: (value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const said = [...cli.stdout.slice(-20), ...cli.stderr.slice(-20)].join("\n");
      reject(new Error(`waited ${DEADLINE_MS} ms for ${what}; the process said:\n${said}`));
    }, DEADLINE_MS);
    wait((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}
