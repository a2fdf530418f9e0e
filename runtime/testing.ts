/**
 * `loopward/testing`: fails a test in which a task blocks its event loop. Works with node:test, Vitest and Jest, with or
 * without globals, in the main thread of a process (Vitest's pool `forks`, its default).
 */
import { devNull } from "node:os";
import { BlockedError } from "../src/findings/blocked-error.js";
import type { Report } from "../src/findings/report.js";
import { startGuard, type ProcessGuard } from "./index.js";
import { asWrittenForJest } from "./jest-positions.js";
import { inOwnRealm, mainGlobal } from "./realm.js";
import type { StrictChoice } from "./strict/options.js";

export { BlockedError } from "../src/findings/blocked-error.js";
export type { Report } from "../src/findings/report.js";

/** What counts as blocking in tests. */
export interface TestGuardOptions extends Omit<StrictChoice, "strict"> {
  /** A loop that did not turn for longer was blocked, in ms; 100 unless said, 20 at least. */
  readonly thresholdMs?: number;
  /** Every blocking call of a task counts, however short; off unless said. */
  readonly strict?: boolean;
  /** Files in messages are relative to it; the working directory unless said. */
  readonly root?: string;
  /**
   * The test runner's own `afterEach`: then each test fails in which the loop was blocked by anyone, and the guard checks
   * by itself. Not said: only `noBlocking` and `check` fail.
   */
  readonly afterEach?: (hook: () => Promise<void>) => unknown;
  /** The test runner's own `afterAll` (`after` of node:test): then the guard stops by itself. */
  readonly afterAll?: (hook: () => Promise<void>) => unknown;
}

/** The guard of a file of tests. */
export class TestGuard {
  readonly #guard: ProcessGuard;
  readonly #reports: Map<string, Report>;
  readonly #root: string;

  constructor(guard: ProcessGuard, reports: Map<string, Report>, root: string) {
    this.#guard = guard;
    this.#reports = reports;
    this.#root = root;
  }

  /**
   * Executes `fn` as a task's run and resolves to what it resolves to.
   * @throws BlockedError when it, or anything it awaited, blocked the loop; else what `fn` throws
   */
  async noBlocking<T>(fn: () => T | Promise<T>, name = "test"): Promise<T> {
    const runId = `${name}-${(runs += 1)}`;
    let result: T;
    try {
      // Not in the turn in which the test began: what it did before is not the run's.
      await new Promise((resolve) => setImmediate(resolve));
      result = await this.#guard.run({ name, runId }, async () => fn());
    } catch (error) {
      this.#take(await this.#settled(), runId);
      throw error;
    }
    const reports = this.#take(await this.#settled(), runId);
    if (reports.length > 0) throw new BlockedError(reports);
    return result;
  }

  /** @throws BlockedError when anyone blocked the loop since the last check */
  async check(): Promise<void> {
    const reports = this.#take(await this.#settled(), null);
    if (reports.length > 0) throw new BlockedError(reports);
  }

  /** Takes the guard off. */
  async stop(): Promise<void> {
    if (shared?.guard === this) shared = null;
    if (Reflect.get(mainGlobal, LEFT) === this) Reflect.deleteProperty(mainGlobal, LEFT);
    await this.#guard.stop();
  }

  async #settled(): Promise<readonly Report[]> {
    await this.#guard.flush();
    return [...this.#reports.values()];
  }

  #take(reports: readonly Report[], runId: string | null): Report[] {
    const taken = reports.filter(({ task }) => runId === null || task?.runId === runId);
    for (const { id } of taken) this.#reports.delete(id);
    return taken.map((report) => asWrittenForJest(report, this.#root));
  }
}

let runs = 0;
let shared: { readonly guard: TestGuard } | null = null;
let starting: Promise<TestGuard> | null = null;

/**
 * Starts the guard of this process's tests. Best before the modules under test are loaded: `await` it at the top of a file
 * and import them with `import()`, or in a set-up file.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION`, where a guard watches already or an option is wrong; `LOOPWARD_NOT_MAIN_THREAD`
 */
export async function guardTests(options: TestGuardOptions = {}): Promise<TestGuard> {
  const { afterEach, afterAll, root = process.cwd(), ...rest } = options;
  await stopLeftGuard();
  const reports = new Map<string, Report>();
  const processGuard = await startGuard({
    ...rest,
    root,
    file: devNull,
    onReport: (report) => {
      // Reports that blame nobody say nothing of the code under test.
      if (report.blame === null) reports.delete(report.id);
      else reports.set(report.id, report);
    },
  });
  const guard = new TestGuard(processGuard, reports, root);
  shared = { guard };
  if (inOwnRealm) Reflect.set(mainGlobal, LEFT, guard);
  afterEach?.(() => guard.check());
  afterAll?.(() => guard.stop());
  return guard;
}

// Jest loads this module anew for each file of tests, in one process: the guard of the file before may watch still.
const LEFT = Symbol.for("loopward.testing.guard");

async function stopLeftGuard(): Promise<void> {
  const left = Reflect.get(mainGlobal, LEFT) as TestGuard | undefined;
  Reflect.deleteProperty(mainGlobal, LEFT);
  await left?.stop();
}

/**
 * Executes `fn` as a task's run, under the guard of `guardTests`, or one with its defaults that is started by need.
 * @throws BlockedError when `fn`, or anything it awaited, blocked the loop; else what `fn` throws
 */
export async function noBlocking<T>(fn: () => T | Promise<T>, name?: string): Promise<T> {
  const guard = shared?.guard ?? (await (starting ??= guardTests().finally(() => (starting = null))));
  return guard.noBlocking(fn, name);
}
