import { fork, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { GuardRecord } from "../../runtime/types.js";
import type { JobAnswer } from "./job-protocol.js";
import type { FromHost, HostSetup, RunOrder, ToHost } from "./protocol.js";
import { heapFlags, helperFlags } from "./heap.js";
import type { PoolSize } from "./pool-options.js";

const ENTRY = fileURLToPath(new URL("host/main.js", import.meta.url));

/** What the supervisor hears from a host. */
export interface HostListener {
  onMessage(host: HostProcess, message: FromHost): void;
  onRecord(host: HostProcess, record: GuardRecord): void;
  /** The process ended and everything it wrote has been read. */
  onLost(host: HostProcess, reason: string): void;
  /** A line the app wrote to stdout or stderr. */
  onOutput(host: HostProcess, stream: "stdout" | "stderr", line: string): void;
}

/** One host, from the supervisor's side: its process, its messages, and how to end it. */
export class HostProcess {
  readonly #child: ChildProcess;
  #outgoing: RunOrder[] = [];
  #answers: JobAnswer[] = [];

  /** @param size of the pool that it belongs to */
  constructor(setup: HostSetup, size: PoolSize, listener: HostListener) {
    this.#child = fork(ENTRY, [String(process.pid)], {
      cwd: setup.root,
      execArgv: nodeFlags(size, setup),
      // stdin none; stdout and stderr read line by line; fd 3 for the guard's records, written by its own thread.
      stdio: ["ignore", "pipe", "pipe", "pipe", "ipc"],
      // A group of its own: Ctrl-C reaches the supervisor alone, and a kill reaches what `execSync` started too.
      detached: true,
    });
    this.#child.on("message", (message: FromHost) => listener.onMessage(this, message));
    const [, stdout, stderr, records] = this.#child.stdio as (Readable | null)[];
    this.#eachLine(stdout, (line) => listener.onOutput(this, "stdout", line));
    this.#eachLine(stderr, (line) => listener.onOutput(this, "stderr", line));
    this.#eachLine(records, (line) => {
      const record = parseRecord(line);
      if (record) listener.onRecord(this, record);
    });
    // `close` comes after `exit`, when the pipes are read to their end: the last record names the culprit.
    this.#child.once("close", (code, signal) => listener.onLost(this, describeEnd(code, signal)));
    this.#child.once("error", (error) => listener.onLost(this, error.message));
    this.#send({ type: "setup", setup });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Hands a run over; the runs of one turn go in one message. */
  dispatch(order: RunOrder): void {
    this.#outgoing.push(order);
    if (this.#outgoing.length === 1) setImmediate(() => this.#handOver());
  }

  /** Asks the host to cancel a run; it hears of it after the run itself. */
  cancel(key: string, reason: string | null): void {
    this.#handOver();
    this.#send({ type: "cancel", key, reason });
  }

  /** Answers a call of a run; the answers of one turn go in one message. */
  answer(answer: JobAnswer): void {
    this.#answers.push(answer);
    if (this.#answers.length > 1) return;
    setImmediate(() => {
      const answers = this.#answers;
      this.#answers = [];
      this.#send({ type: "answers", answers });
    });
  }

  /** Tells the host that no runs come until one is dispatched. */
  standBy(): void {
    this.#send({ type: "stand-by" });
  }

  /** Lets the host end by itself. */
  drain(): void {
    this.#send({ type: "drain" });
  }

  /** Has the host say what has settled; it is to be killed then. */
  halt(): void {
    this.#send({ type: "halt" });
  }

  /** Ends the host at once, native calls and their child processes included. */
  kill(): void {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined)
      return;
    try {
      process.kill(-this.#child.pid, "SIGKILL");
    } catch {
      // The group is gone, or (Windows) there are no groups: the process alone, then.
      this.#child.kill("SIGKILL");
    }
  }

  #handOver(): void {
    const runs = this.#outgoing;
    this.#outgoing = [];
    if (runs.length > 0) this.#send({ type: "dispatch", runs });
  }

  #send(message: ToHost): void {
    // A host that is going away takes no more messages; its loss is reported by `close`.
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  #eachLine(stream: Readable | null | undefined, onLine: (line: string) => void): void {
    if (stream) createInterface({ input: stream, crlfDelay: Infinity }).on("line", onLine);
  }
}

function describeEnd(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === "SIGABRT") return "ended by SIGABRT: out of memory, `process.abort` or a native failure";
  return signal ? `ended by ${signal}` : `exit code ${code}`;
}

function parseRecord(line: string): GuardRecord | null {
  try {
    return JSON.parse(line) as GuardRecord;
  } catch {
    // A host that was killed in the middle of a write leaves a torn last line; what it said before has been read.
    return null;
  }
}

function nodeFlags(
  { hosts, slotsPerHost }: PoolSize,
  { recycle: { maxMemoryMb }, inspect, imports = [] }: HostSetup,
): string[] {
  return [
    ...heapFlags(slotsPerHost),
    ...helperFlags(hosts),
    ...(maxMemoryMb === null ? [] : [`--max-old-space-size=${maxMemoryMb}`]),
    ...(inspect ? [inspect] : []),
    ...imports.flatMap((url) => ["--import", url]),
  ];
}
