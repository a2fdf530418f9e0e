import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { channels } from "../../runtime/channels.js";
import type { Broker } from "../broker/types.js";
import { type LoopwardError, fail } from "../findings/errors.js";
import { describeEvidence } from "../placement/describe.js";
import { readHeavyFindings } from "../placement/findings.js";
import { NOTHING_KNOWN, type Known } from "../placement/known.js";
import { readPlacements, writePlacements } from "../placement/placement-file.js";
import { Placer } from "../placement/placer.js";
import { DEFAULT_POLICY, type Evidence, type Placement, type PlacementPolicy } from "../placement/types.js";
import type { TaskInfo } from "../task/types.js";
import type { WorkerLog, WorkerOptions } from "./options.js";
import { PlacementExchange } from "./placement-exchange.js";

/** The placement of one worker's tasks, and what it has from others. */
export interface Placing {
  /** @throws LoopwardError `LOOPWARD_BLOCKING_TASKS` where findings are to stop the worker */
  placerFor(tasks: readonly TaskInfo[]): Placer;
  /** Shares what is learnt with the other workers of the broker, from now on; resolves when it knows what they know. */
  join(broker: Broker): Promise<void>;
  leave(): void;
}

/** The policy of a worker: with a guard to learn from and a process pool to place in, it acts unless told otherwise. */
export function policyOf(options: WorkerOptions): PlacementPolicy {
  const mode = options.guard && (options.processes ?? 0) > 0 ? "auto" : DEFAULT_POLICY.mode;
  return { ...DEFAULT_POLICY, mode, ...options.placement };
}

/**
 * Prepares the placement of a worker's tasks by what earlier workers learnt and by the findings file, and keeps
 * `.loopward/placement.json` true to it.
 * @throws LoopwardError `LOOPWARD_BAD_FINDINGS`
 */
export async function preparePlacing(
  options: WorkerOptions,
  where: { readonly cwd: string; readonly stateDir: string },
  log: WorkerLog,
): Promise<Placing> {
  const { stateDir } = where;
  const policy = policyOf(options);
  const name = options.name ?? `${hostname()}:${process.pid}`;
  // For the placer, too, that follows when the app is loaded anew.
  const known = policy.mode === "off" ? new Map<string, Known>() : await knownBefore(stateDir);
  const heavy = await findingsOf(options, where.cwd, stateDir);
  const onFindings = options.onFindings ?? (policy.mode === "auto" ? "place" : "warn");
  // One after the other: the later one knows more.
  let written = Promise.resolve();
  const save = (placements: readonly Placement[]) => {
    written = written
      .then(() => writePlacements(stateDir, placements))
      .catch((error: unknown) => log.warn({ err: error }, `placement was not stored: ${String(error)}`));
  };
  let placer: Placer | null = null;
  let exchange: PlacementExchange | null = null;
  return {
    placerFor(tasks) {
      const mayBePlaced = new Set(tasks.filter((task) => task.pool === null).map((task) => task.name));
      const blocking = [...heavy].filter(([task]) => mayBePlaced.has(task));
      if (onFindings === "refuse" && blocking.length > 0) throw refuse(blocking);
      for (const [task, evidence] of blocking) {
        const found = { ...NOTHING_KNOWN, evidence, since: new Date().toISOString() };
        if (onFindings === "place") known.set(task, found);
        else log.warn({ task }, `${task}: ${describeEvidence(evidence)}`);
      }
      const made = new Placer(tasks, {
        policy,
        defaultPool: options.pool === "processes" ? "processes" : "async",
        known,
        worker: name,
        onChange: (placement) => {
          tell(placement, name, log);
          save([placement]);
          const { task, pool, suggested } = placement;
          channels["loopward:placement"].publish({ task, pool, suggested });
          void exchange?.sync();
        },
        onDoubt: (subject, tally) => exchange?.doubt(subject, tally),
      });
      for (const placement of made.placements) if (placement.evidence) tell(placement, name, log);
      save(made.placements);
      return (placer = made);
    },
    async join(broker) {
      if (policy.mode === "off") return;
      const self = { id: randomUUID(), name, windowMs: policy.windowMs };
      exchange = new PlacementExchange(broker, () => placer!, self, log);
      await exchange.start();
    },
    leave: () => exchange?.stop(),
  };
}

async function knownBefore(stateDir: string): Promise<Map<string, Known>> {
  const placements = await readPlacements(stateDir);
  return new Map(
    placements
      // What the linter found is read from where it is written.
      .filter(({ evidence, resets }) => evidence?.from === "reports" || resets > 0)
      .map(({ task, evidence, since, learntBy, resets }) => [
        task,
        { evidence, since, by: learntBy, resets },
      ]),
  );
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

function tell({ task, pool, suggested, evidence, learntBy }: Placement, self: string, log: WorkerLog): void {
  if (!evidence) {
    log.info({ task }, `placement: what was known of ${task} is forgotten, and it is in the pool ${pool}`);
    return;
  }
  const others = learntBy.filter((name) => name !== self);
  const from = others.length > 0 ? `, learnt by ${learntBy.join(", ")}` : "";
  const why = `${describeEvidence(evidence)}${from}`;
  if (suggested) log.warn({ task }, `placement: ${task} belongs in the process pool: ${why}`);
  else if (pool === "processes") log.warn({ task }, `placement: ${task} runs in the process pool: ${why}`);
}

function refuse(blocking: readonly (readonly [string, Evidence])[]): LoopwardError {
  const list = blocking.map(([task, evidence]) => `${task} (${describeEvidence(evidence)})`).join("; ");
  return fail("LOOPWARD_BLOCKING_TASKS", [list]);
}
