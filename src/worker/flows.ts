import { randomUUID } from "node:crypto";
import type { FlowJob } from "bullmq";
import type { Broker, Job } from "../broker/types.js";
import type { EnqueuedChain, FlowNode } from "../task/flows/types.js";
import type { EnqueuedRun } from "../task/types.js";
import { cancelRun } from "./cancellations.js";
import { assertJson, enqueueRuns } from "./enqueue.js";
import { enqueuedRun, type NamedRun } from "./enqueued-run.js";
import { jobOptions } from "./job-options.js";
import type { Settlements } from "./settlements.js";

// Trees of about so many jobs go to the broker at once.
const CHUNK = 500;

/** In place of the input of a job whose input is what others return. */
const FROM = "loopward.from";

/** Ids of those others, in order. `many`: their values as an array, even of one. */
interface From {
  readonly ids: readonly string[];
  readonly many: boolean;
}

/** A tree as BullMQ takes it, with its runs: those that begin first come first. */
interface Grown {
  readonly job: FlowJob;
  readonly runs: readonly NamedRun[];
}

/**
 * Enqueues trees of runs; each tree at once, or not at all.
 * @returns of each tree its last run
 * @throws LoopwardError `LOOPWARD_BAD_INPUT` when an input is no JSON; nothing is enqueued then
 */
export async function enqueueFlows(
  broker: Broker,
  settlements: Settlements,
  nodes: readonly FlowNode[],
): Promise<EnqueuedChain<unknown>[]> {
  for (const node of nodes) assertLeaves(node);
  const single = nodes.filter((node) => node.from === null);
  const singles = (await enqueueRuns(broker, settlements, single)).values();
  const trees: Grown[] = [];
  let pending: Grown[] = [];
  const flush = async () => {
    if (pending.length > 0) await broker.flows().addBulk(pending.map(({ job }) => job));
    trees.push(...pending);
    pending = [];
  };
  for (const node of nodes.filter(({ from }) => from !== null)) {
    pending.push(grow(node));
    if (pending.reduce((sum, { runs }) => sum + runs.length, 0) >= CHUNK) await flush();
  }
  await flush();
  const grown = trees.values();
  return nodes.map((node) => {
    if (node.from !== null) return enqueuedChain(broker, settlements, grown.next().value?.runs ?? []);
    const run = singles.next().value!;
    return { ...run, runs: [run] };
  });
}

/** The input of a job: its data, or what those before it returned. */
export async function inputOf(job: Job): Promise<unknown> {
  const from = (job.data as { [FROM]?: From } | null | undefined)?.[FROM];
  if (!from) return job.data as unknown;
  // By the keys of jobs, which every broker forms in its own way, and ends in the id.
  const values = new Map<string, unknown>();
  for (const [key, value] of Object.entries(await job.getChildrenValues<unknown>()))
    values.set(key.slice(key.lastIndexOf(":") + 1), value);
  const inputs = from.ids.map((id) => values.get(id) ?? null);
  return from.many ? inputs : inputs[0];
}

/** Whether a job was made for `inputOf` to find its input. */
export function waitsForOthers(job: Job): boolean {
  return typeof job.data === "object" && job.data !== null && FROM in job.data;
}

function grow({ task, input, options, from }: FlowNode): Grown {
  const id = options.jobId ?? randomUUID();
  const before = (from?.nodes ?? []).map(grow);
  const ids = before.map(({ job }) => job.opts?.jobId ?? "");
  const data: unknown = from ? { [FROM]: { ids, many: from.many } satisfies From } : input;
  const opts = { ...jobOptions(task, options), jobId: id, failParentOnFailure: true };
  const children = before.map(({ job }) => job);
  return {
    job: { name: task.name, queueName: task.queue, data, opts, ...(from && { children }) },
    runs: [...before.flatMap(({ runs }) => runs), { id, queue: task.queue, task: task.name }],
  };
}

function assertLeaves({ task, input, from }: FlowNode): void {
  if (from) from.nodes.forEach(assertLeaves);
  else assertJson(task.name, input);
}

function enqueuedChain(
  broker: Broker,
  settlements: Settlements,
  runs: readonly NamedRun[],
): EnqueuedChain<unknown> {
  const enqueued = runs.map((run) => enqueuedRun(broker, settlements, run));
  const last = enqueued.at(-1)!;
  return {
    ...last,
    runs: enqueued,
    result: (options) => last.result(options).catch((error: Error) => firstFailure(enqueued, error)),
    cancel: (options) => cancelRun(broker, settlements, runs.at(-1)!, options, runs.slice(0, -1)),
  };
}

/** Throws what the run failed with that the others failed for. */
async function firstFailure(runs: readonly EnqueuedRun<unknown>[], last: Error): Promise<never> {
  if (!failedForAnother(last)) throw last;
  throw await new Promise<Error>((resolve) => {
    for (const run of runs) run.result().catch((error: Error) => failedForAnother(error) || resolve(error));
  });
}

// BullMQ's own sentence.
function failedForAnother({ message }: Error): boolean {
  return /^child .+ failed$/.test(message);
}
