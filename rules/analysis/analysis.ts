import type ts from "typescript";
import type { Confidence } from "../../src/findings/finding.js";
import type { Settings } from "../settings/settings.js";
import { Context } from "./context.js";
import type { Edge } from "./edges/edge.js";
import { edges as allEdges } from "./edges/edges.js";
import type { Gap } from "./gaps.js";
import type { Hit } from "./hits/hit.js";
import { staleFiles } from "./memory/stale-files.js";
import { reach, type Arrival } from "./reach.js";
import { findTasks } from "./roots/find-tasks.js";
import type { Registration } from "./roots/root-kind.js";
import { summarise, type Summary } from "./summary.js";
import type { Unit } from "./unit.js";

/** A blocking call that at least one task reaches. */
export interface ReachedHit extends Hit {
  /** Names of the tasks that reach it, nearest first. */
  readonly tasks: readonly string[];
  /** The units from the nearest task's handler to the one that holds the call, each with the node that leads on. */
  readonly path: readonly { readonly unit: Unit; readonly site: ts.Node }[];
}

/** A unit that at least one task executes. */
export interface ReachedUnit {
  readonly unit: Unit;
  readonly confidence: Confidence;
  /** Whether tasks execute it once in the life of a process. */
  readonly once: boolean;
  /** Names of the tasks that reach it, nearest first. */
  readonly tasks: readonly string[];
  /** Whether it is a task's own handler, whose result the framework awaits. */
  readonly isHandler: boolean;
  /** The way from the nearest task's handler to `site`, a node that the unit evaluates. */
  pathTo(site: ts.Node): ReachedHit["path"];
}

/** What is known of one Program: its tasks, and the blocking calls that they reach. */
export interface Analysis {
  readonly tasks: readonly Registration[];
  /** Registrations whose handler could not be found in the Program. */
  readonly unresolved: readonly Registration[];
  /** Where a task goes on to what could not be seen. */
  readonly gaps: readonly Gap[];
  readonly hits: readonly ReachedHit[];
  /** The hits of one file, by its name in the Program. */
  hitsIn(fileName: string): readonly ReachedHit[];
  /** What tasks execute of one file. */
  unitsIn(fileName: string): readonly ReachedUnit[];
  readonly context: Context;
}

export interface AnalyseOptions {
  /** The analysis of the Program before an edit: what is still true of it is not found out again. */
  readonly before?: Analysis | undefined;
  /** Folder to which globs and findings are relative. */
  readonly root: string;
  /** Tests leave one out. */
  readonly edges?: readonly Edge[];
}

/** Finds the tasks of a Program and follows them: every function is looked at once, and only if a task reaches it. */
export function analyse(
  program: ts.Program,
  settings: Settings,
  { root, before, edges = allEdges }: AnalyseOptions,
): Analysis {
  const context = contextAfter(before, program, settings, root);
  const summaries = new Map<Unit, Summary>();
  const summaryOf = (unit: Unit): Summary => {
    let summary = summaries.get(unit);
    if (!summary) {
      summary = context.memory.get("summary", unit, () => summarise(unit, edges, context));
      summaries.set(unit, summary);
    }
    return summary;
  };
  const registrations = findTasks(context);
  const tasks = registrations.filter(({ handlers }) => handlers.length > 0);
  const unresolved = registrations.filter(({ handlers }) => handlers.length === 0);
  const ways = tasks.map((task) => ({ task, arrivals: reach(task.handlers, summaryOf) }));
  const units = [...summaries.keys()].map((unit) => new UnitReached(unit, ways));
  const hits = units.flatMap((reached) =>
    (summaries.get(reached.unit)?.hits ?? []).map((hit) => reachedHit(hit, reached)),
  );
  const hitsByFile = byFile(hits, ({ node }) => node);
  const unitsByFile = byFile(units, ({ unit }) => unit);
  return {
    tasks,
    unresolved,
    gaps: [...summaries.values()].flatMap((summary) => summary.gaps),
    hits,
    hitsIn: (fileName) => hitsByFile.get(fileName) ?? [],
    unitsIn: (fileName) => unitsByFile.get(fileName) ?? [],
    context,
  };
}

function contextAfter(
  before: Analysis | undefined,
  program: ts.Program,
  settings: Settings,
  root: string,
): Context {
  if (before) {
    const context = new Context(program, settings, root, before.context.memory);
    const stale = staleFiles(before.context, context);
    if (stale) {
      context.forget(stale);
      return context;
    }
  }
  return new Context(program, settings, root);
}

function byFile<T>(things: readonly T[], nodeOf: (thing: T) => ts.Node): Map<string, T[]> {
  const files = new Map<string, T[]>();
  for (const thing of things) {
    const { fileName } = nodeOf(thing).getSourceFile();
    const known = files.get(fileName);
    if (known) known.push(thing);
    else files.set(fileName, [thing]);
  }
  return files;
}

interface Way {
  readonly task: Registration;
  readonly arrivals: ReadonlyMap<Unit, Arrival>;
}

function reachedHit(hit: Hit, reached: ReachedUnit): ReachedHit {
  return {
    ...hit,
    confidence: hit.confidence === "possible" ? "possible" : reached.confidence,
    once: hit.once || reached.once,
    tasks: reached.tasks,
    path: reached.pathTo(hit.node),
  };
}

/** Asks how a unit is reached only when someone wants to know: of most, nobody does. */
class UnitReached implements ReachedUnit {
  #reaching: readonly Way[] | undefined;

  constructor(
    readonly unit: Unit,
    private readonly ways: readonly Way[],
  ) {}

  get confidence(): Confidence {
    return this.#nearest()?.confidence ?? "possible";
  }

  get once(): boolean {
    return this.#nearest()?.once ?? false;
  }

  get tasks(): readonly string[] {
    return [...new Set(this.#ways().map(({ task }) => task.task))];
  }

  get isHandler(): boolean {
    return this.#nearest()?.depth === 0;
  }

  pathTo(site: ts.Node): ReachedHit["path"] {
    const [nearest] = this.#ways();
    return nearest ? pathTo(this.unit, site, nearest.arrivals) : [];
  }

  #nearest(): Arrival | undefined {
    return this.#ways()[0]?.arrivals.get(this.unit);
  }

  #ways(): readonly Way[] {
    this.#reaching ??= this.ways
      .filter(({ arrivals }) => arrivals.has(this.unit))
      .sort((a, b) => distance(a, this.unit) - distance(b, this.unit));
    return this.#reaching;
  }
}

/** A certain way counts as nearer than any possible one, and any of them as nearer than one that is taken once. */
function distance({ arrivals }: Way, unit: Unit): number {
  const arrival = arrivals.get(unit);
  const possible = arrival?.confidence === "possible" ? FAR : 0;
  return (arrival?.depth ?? 0) + possible + (arrival?.once ? 2 * FAR : 0);
}

/** Farther than any way is long. */
const FAR = 1e9;

function pathTo(unit: Unit, site: ts.Node, arrivals: ReadonlyMap<Unit, Arrival>): ReachedHit["path"] {
  const path = [{ unit, site }];
  for (
    let arrival = arrivals.get(unit);
    arrival?.from && arrival.step;
    arrival = arrivals.get(arrival.from)
  ) {
    path.unshift({ unit: arrival.from, site: arrival.step.site });
  }
  return path;
}
