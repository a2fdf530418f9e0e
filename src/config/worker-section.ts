import { z } from "zod";

const count = z.int().min(1);
const ms = z.number().positive();

/** Written in the configuration as one file or several. */
const files = z.union([z.string(), z.array(z.string()).min(1)]).transform((app) => [app].flat());

/** The `worker` section: what `createWorker` takes, and what `loopward worker` alone knows. */
export const workerSection = z
  .strictObject({
    /** Files that export tasks. */
    app: files,
    /** The pool for tasks that declare none. */
    pool: z.enum(["async", "processes", "solo"]),
    /** Runs in flight at once. */
    concurrency: count,
    /** Within how many ms the loops are to turn; `concurrency` is the upper bound then. */
    loopTargetMs: z.int().min(20),
    /** Event loops over which the async slots are spread. */
    hosts: count,
    /** Hosts of a process pool beside the async one. */
    processes: z.int().min(0),
    /** Between which numbers of slots the pool follows what there is to do. */
    autoscale: z
      .strictObject({ max: count, min: count })
      .refine(({ max, min }) => max >= min, "`max` must not be below `min`"),
    /** Jobs taken in advance of a free slot, for each queue. */
    prefetch: z.int().min(0),
    /** Whether a loaded host stands by. */
    spare: z.boolean(),
    /** Take jobs of these queues only. */
    queues: z.array(z.string()),
    /** Take no jobs of these queues. */
    excludeQueues: z.array(z.string()),
    /** Limit of runs whose task declares none. */
    timeLimitMs: ms,
    /** When the signal of runs is aborted whose task says nothing of it. */
    softTimeLimitMs: ms,
    /** A host is replaced after so many runs. */
    maxRunsPerHost: count,
    /** A host is replaced above so much memory. */
    maxMemoryPerHostMb: z.int().min(32),
    /** What an uncaught exception or unhandled rejection of a run ends. */
    strayErrors: z.enum(["fail-run", "end-host"]),
    /** How long the runs in flight may take to finish when the worker stops. */
    shutdownTimeoutMs: z.number().min(0),
    /** After how long the jobs of a dead worker go to another. */
    lockDurationMs: z.int().min(1_000),
    /** What is done with the evidence that a task blocks. */
    placement: z
      .strictObject({ mode: z.enum(["off", "suggest", "auto"]), stalls: count, stolenMs: ms, windowMs: ms })
      .partial(),
    /** What `loopward check` found. */
    findings: z.string(),
    /** What a task does that blocks for sure. */
    onFindings: z.enum(["refuse", "warn", "place"]),
    /** Where reports are written. */
    reportsDir: z.string(),
    /** What all reports may take, in bytes; the oldest go. */
    reportsMaxBytes: z.number().positive(),
    /** Whether its reports are kept on the broker, too, and how many of the fleet's. */
    fleetReports: z.union([z.boolean(), count]),
    /** The worker's name, to speak to it by. */
    name: z.string(),
    /** Whether it listens to `loopward inspect` and `loopward control`. */
    control: z.boolean(),
    /** Load the app anew when a file changes. */
    watch: z.boolean(),
    /** How much the worker says. */
    logLevel: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]),
    /** Where it says it. */
    logFile: z.string(),
    /** Where its process id is written. */
    pidFile: z.string(),
    /** Where metrics are served: `[HOST:]PORT`. */
    metrics: z.union([z.string(), z.int().min(0).max(65_535).transform(String)]),
    /** Whether other machines may read them. */
    metricsExpose: z.boolean(),
    /** Where each new culprit is told. */
    alertWebhook: z.url({ protocol: /^https?$/ }),
    /** Modules that the worker and its hosts load first. */
    import: files,
  })
  .partial();

/** What the `worker` section of `loopward.config.*` may say. */
export type WorkerSection = z.infer<typeof workerSection>;
