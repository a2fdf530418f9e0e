import { join, resolve } from "node:path";
import { channels } from "../../runtime/channels.js";
import { type LoopwardError, fail } from "../findings/errors.js";
import { describeEvidence } from "../placement/describe.js";
import { readHeavyFindings } from "../placement/findings.js";
import { readPlacements, writePlacements } from "../placement/placement-file.js";
import { Placer } from "../placement/placer.js";
import { DEFAULT_POLICY, type Evidence, type Placement, type PlacementPolicy } from "../placement/types.js";
import type { TaskInfo } from "../task/types.js";
import type { WorkerLog, WorkerOptions } from "./options.js";

type KnownEvidence = Map<string, { readonly evidence: Evidence; readonly since: string }>;

/** The policy of a worker: with a guard to learn from and a process pool to place in, it acts unless told otherwise. */
export function policyOf(options: WorkerOptions): PlacementPolicy {
  const mode = options.guard && (options.processes ?? 0) > 0 ? "auto" : DEFAULT_POLICY.mode;
  return { ...DEFAULT_POLICY, mode, ...options.placement };
}

/**
 * Builds the worker's placer from what earlier workers learnt and from the findings file, and keeps
 * `.loopward/placement.json` true to it.
 * @throws LoopwardError `LOOPWARD_BAD_FINDINGS`, `LOOPWARD_BLOCKING_TASKS` where findings are to stop the worker
 */
export async function preparePlacer(
  options: WorkerOptions,
  where: { readonly cwd: string; readonly stateDir: string },
  log: WorkerLog,
): Promise<(tasks: readonly TaskInfo[]) => Placer> {
  const { stateDir } = where;
  const policy = policyOf(options);
  const evidence: KnownEvidence = new Map();
  if (policy.mode !== "off")
    for (const { task, evidence: known, since } of await readPlacements(stateDir))
      if (known && since) evidence.set(task, { evidence: known, since });
  const heavy = await findingsOf(options, where.cwd, stateDir);
  const onFindings = options.onFindings ?? (policy.mode === "auto" ? "place" : "warn");
  // One after the other: the later one knows more.
  let written = Promise.resolve();
  const save = (placements: readonly Placement[]) => {
    written = written
      .then(() => writePlacements(stateDir, placements))
      .catch((error: unknown) => log.warn({ err: error }, `placement was not stored: ${String(error)}`));
  };
  return (tasks) => {
    const known = new Set(tasks.filter((task) => task.pool === null).map((task) => task.name));
    const blocking = [...heavy].filter(([task]) => known.has(task));
    if (onFindings === "refuse" && blocking.length > 0) throw refuse(blocking);
    for (const [task, found] of blocking) {
      if (onFindings === "place") evidence.set(task, { evidence: found, since: new Date().toISOString() });
      else log.warn({ task }, `${task}: ${describeEvidence(found)}`);
    }
    const placer = new Placer(tasks, {
      policy,
      defaultPool: options.pool === "processes" ? "processes" : "async",
      evidence,
      onChange: (placement) => {
        const { task, evidence: proof, since } = placement;
        // For the placer that follows when the app is loaded anew.
        if (proof && since) evidence.set(task, { evidence: proof, since });
        tell(placement, log);
        const { pool, suggested } = placement;
        channels["loopward:placement"].publish({ task, pool, suggested });
        save([placement]);
      },
    });
    for (const placement of placer.placements) if (placement.evidence) tell(placement, log);
    save(placer.placements);
    return placer;
  };
}

async function findingsOf(
  options: WorkerOptions,
  cwd: string,
  stateDir: string,
): Promise<ReadonlyMap<string, Evidence>> {
  if (options.findings !== undefined) return readHeavyFindings(resolve(cwd, options.findings));
  if (options.onFindings === undefined) return new Map();
  return readHeavyFindings(join(stateDir, "findings.json"));
}

function tell({ task, pool, suggested, evidence }: Placement, log: WorkerLog): void {
  if (!evidence) return;
  const why = describeEvidence(evidence);
  if (suggested) log.warn({ task }, `placement: ${task} belongs in the process pool: ${why}`);
  else if (pool === "processes") log.warn({ task }, `placement: ${task} runs in the process pool: ${why}`);
}

function refuse(blocking: readonly (readonly [string, Evidence])[]): LoopwardError {
  const list = blocking.map(([task, evidence]) => `${task} (${describeEvidence(evidence)})`).join("; ");
  return fail("LOOPWARD_BLOCKING_TASKS", [list]);
}
