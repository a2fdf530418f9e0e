import type { InputChoice } from "../../runtime/input/options.js";
import type { OriginChoice } from "../../runtime/origin/options.js";
import type { StrictChoice } from "../../runtime/strict/options.js";
import type { AbortMeans, GuardMode } from "../../runtime/types.js";
import type { PlacementPolicy } from "../placement/types.js";
import type { PoolName } from "../task/types.js";

/** The guard's further modes. */
export type GuardChoices = StrictChoice & OriginChoice & InputChoice;

/** What the guard of a worker is told. */
export interface WorkerGuardOptions extends GuardChoices {
  readonly mode: GuardMode;
  /** A loop that did not turn for longer is a stall; 100 ms unless said. */
  readonly thresholdMs?: number;
  /** A run that held its loop this long in all is given up; 5,000 ms unless said. */
  readonly abortAfterMs?: number;
  /** How a run is ended whose loop does not turn; `kill` unless said. */
  readonly abort?: AbortMeans;
  /** Packages whose code can be aborted in place as the app's own can; none unless said. */
  readonly instrument?: readonly string[];
}

/** What `createWorker` takes; the command line's options under their library names. The configuration's `worker` says the rest. */
export interface WorkerOptions {
  /** Files that export tasks, and BullMQ processor files as `queue=file`, relative to `cwd`. */
  readonly app: readonly string[];
  /** What other workers know it by; the machine's name and the process's id unless said. */
  readonly name?: string;
  /** The pool for tasks that declare none; `async` unless said. `solo`: one host with one slot, for all tasks. */
  readonly pool?: PoolName | "solo";
  /** Runs in flight at once in that pool: 100 for `async`, the number of processors for `processes` unless said. */
  readonly concurrency?: number;
  /** Over how many hosts the slots of the async pool are spread; 1 unless said. */
  readonly hosts?: number;
  /**
   * Within how many ms the loops are to turn: a host then begins, of the runs it has, as many at once as keep that, and
   * `concurrency` is the upper bound. Unless said, all begin at once, and a thousand answers may come in one turn.
   */
  readonly loopTargetMs?: number;
  /** Hosts of a process pool beside the async one; 0 unless said. */
  readonly processes?: number;
  /** Only these queues; all that the tasks name unless said. */
  readonly queues?: readonly string[];
  /** None of these queues. */
  readonly excludeQueues?: readonly string[];
  /** The pool's slots follow what there is to do, between these two; they stay as they are unless said. */
  readonly autoscale?: { readonly max: number; readonly min: number };
  /** Jobs taken in advance of a free slot, for each queue; 0 unless said. */
  readonly prefetch?: number;
  /** Removes the waiting and delayed jobs of the queues before any is taken. */
  readonly purge?: boolean;
  /** After so many ms a run of a task that declares no `timeLimit` is signalled and rejected; never unless said. */
  readonly timeLimitMs?: number;
  /** After so many ms the signal of a run is aborted whose task declares no `softTimeLimit`; never unless said. */
  readonly softTimeLimitMs?: number;
  /** How long the runs in flight may take to finish when the worker is closed, in ms; 30,000 unless said. */
  readonly shutdownTimeoutMs?: number;
  /** Whether a loaded host stands by in each pool, so that a lost one costs no start; true unless said. */
  readonly spare?: boolean;
  /** What Node is told of its inspector, with `solo`: `--inspect-brk=127.0.0.1:9229`. Nothing has a time limit then. */
  readonly inspect?: string;
  /** `embedded:DIR`, `redis://…` or `postgres://…`. */
  readonly broker?: string;
  /** `false`: no guard. */
  readonly guard?: false | WorkerGuardOptions;
  /** Where reports are written; `.loopward/reports` in the project unless said. */
  readonly reportsDir?: string;
  /** What the reports may hold together, in bytes; the oldest files are deleted. 256 MiB unless said. */
  readonly reportsMaxBytes?: number;
  /**
   * Whether its reports are kept on the broker, too, where `loopward reports --fleet` reads those of all workers; a number says
   * how many of them, 20,000 unless said. False unless said.
   */
  readonly fleetReports?: boolean | number;
  /** Folder of the project; the process's own unless said. */
  readonly cwd?: string;
  /** A host is replaced after so many runs; never unless said. */
  readonly maxRunsPerHost?: number;
  /** A host is replaced above so much resident memory, in MB, and its heap ends there; never unless said. */
  readonly maxMemoryPerHostMb?: number;
  /**
   * What an uncaught exception or unhandled rejection in a run's context ends: that run alone, or its host with it, whose
   * other runs go to another. `fail-run` unless said.
   */
  readonly strayErrors?: "fail-run" | "end-host";
  /** What is done with the evidence that a task blocks; `auto` with a guard and `processes`, else `suggest`. */
  readonly placement?: Partial<PlacementPolicy>;
  /** A findings file of `loopward check`; `.loopward/findings.json` when only `onFindings` is said. */
  readonly findings?: string;
  /** What a task does that blocks for sure and for long: stop the worker, warn, or place it; as `placement` unless said. */
  readonly onFindings?: "refuse" | "warn" | "place";
  /**
   * How long a job stays with a worker that renews its lock no more, in ms; others look for such jobs as often.
   * 30,000 unless said.
   */
  readonly lockDurationMs?: number;
  /** How long a run may hold its loop between two `ctx.yieldIfDue()`, in ms, unless its task says; 10 unless said. */
  readonly sliceMs?: number;
  /**
   * Modules, as files, that each host loads before anything else: what sets OpenTelemetry up. JavaScript. The worker's own
   * process loads them only where `loopward worker` starts it.
   */
  readonly import?: readonly string[];
  /** Whether the hosts say each second how their loops turn, for `pools()` to tell; false unless said. */
  readonly hostVitals?: boolean;
  readonly log?: WorkerLog;
}

/** Where a worker tells what it does; pino's shape. */
export interface WorkerLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  debug(fields: object, message: string): void;
}

export const DEFAULT_THRESHOLD_MS = 100;
export const DEFAULT_ABORT_AFTER_MS = 5_000;
export const DEFAULT_LOCK_DURATION_MS = 30_000;
// Its checks cost the feed hub nothing that can be told from chance (docs/performance.md).
export const DEFAULT_ABORT: AbortMeans = "in-place";
export const DEFAULT_ASYNC_CONCURRENCY = 100;
// Longer than BullMQ's own 30 s would only delay the recovery of a job whose supervisor died.
export const DEFAULT_SHUTDOWN_TIMEOUT_MS = 30_000;
