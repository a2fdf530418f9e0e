import type { Broker, Notes } from "../broker/types.js";
import { NOTHING_KNOWN, outweighs, type Known } from "../placement/known.js";
import type { Placer, Subject } from "../placement/placer.js";
import { readKnown, readTestimony } from "../placement/stored.js";
import type { Tally } from "../placement/tally.js";
import type { Placement } from "../placement/types.js";
import type { WorkerLog } from "./options.js";

/** Queues of the broker that have no jobs. In the one: what is known, by task. In the other: what is no proof yet, by task and worker. */
const KNOWN = "loopward.placement";
const TESTIMONIES = "loopward.testimonies";

/** How often a worker asks whether others have learnt something. */
const EVERY_MS = 2_000;
/** Evidence that has not sufficed is told and looked at again after a while that doubles up to this one: many workers may have some. */
const LONGEST_WAIT_MS = 60_000;

interface Doubt {
  readonly subject: Subject;
  /** Null: it has not stalled since others were asked. */
  tally: Tally | null;
  askAtMs: number;
  waitMs: number;
}

export interface ExchangeOptions {
  /** Unlike that of any other worker of the broker. */
  readonly id: string;
  readonly name: string;
  readonly windowMs: number;
}

/**
 * Tells other workers of the same broker what this one learns of tasks that block, and takes over what they learn. Each
 * writes under keys that no other writes at the same time, or what is the same to all; so nothing is lost.
 */
export class PlacementExchange {
  readonly #known: Notes;
  readonly #testimonies: Notes;
  readonly #options: ExchangeOptions;
  readonly #placer: () => Placer;
  readonly #log: WorkerLog;
  /** What is known in the broker, by key, as it was last read. */
  #board: ReadonlyMap<string, Known> = new Map();
  /** As it was last read; undefined: never. */
  #version: string | null | undefined;
  /** Tasks that have stalled, and of which nothing is proven. */
  readonly #doubts = new Map<string, Doubt>();
  #timer: NodeJS.Timeout | null = null;
  #syncing: Promise<void> | null = null;

  constructor(broker: Broker, placer: () => Placer, options: ExchangeOptions, log: WorkerLog) {
    this.#known = broker.notes(KNOWN);
    this.#testimonies = broker.notes(TESTIMONIES);
    this.#placer = placer;
    this.#options = options;
    this.#log = log;
  }

  /** Looks at what others know, and goes on to do so; resolves when it has looked. */
  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.sync(), EVERY_MS).unref();
    await this.sync();
  }

  /** A task stalled, and what this worker saw does not suffice. */
  doubt(subject: Subject, tally: Tally): void {
    const { askAtMs = 0, waitMs = EVERY_MS } = this.#doubts.get(keyOf(subject)) ?? {};
    this.#doubts.set(keyOf(subject), { subject, tally, askAtMs, waitMs });
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  /** One exchange; a broker that is away is asked the next time. */
  sync(): Promise<void> {
    this.#syncing ??= this.#exchange()
      .catch((error: unknown) => {
        // Whatever it knew, it may have forgotten.
        this.#version = undefined;
        this.#log.debug({ err: error }, `placement was not exchanged: ${String(error)}`);
      })
      .finally(() => (this.#syncing = null));
    return this.#syncing;
  }

  async #exchange(): Promise<void> {
    if (this.#version === undefined || (await this.#known.version()) !== this.#version)
      await this.#readKnown();
    await this.#askOthers();
    await this.#tellKnown();
    await this.#takeBack();
  }

  async #readKnown(): Promise<void> {
    const { version, texts } = await this.#known.read();
    const board = new Map<string, Known>();
    for (const [key, text] of texts) {
      const [subject, known] = [subjectOf(key), readKnown(text)];
      if (!subject || !known) continue;
      board.set(key, known);
      this.#placer().learn(subject, known);
    }
    this.#board = board;
    this.#version = version;
  }

  /** Tells what this worker knows, and the broker does not: it may have come back with nothing. */
  async #tellKnown(): Promise<void> {
    const news = new Map<string, string>();
    for (const { task, queue } of this.#placer().placements) {
      const known = this.#placer().knownOf(task);
      const key = keyOf({ name: task, queue });
      const there = this.#board.get(key);
      // What the linter found, each worker reads in a file of its own.
      if (known.evidence?.from === "findings") continue;
      if (known.evidence && (!there || outweighs(known, there))) news.set(key, JSON.stringify(known));
    }
    if (news.size === 0) return;
    await this.#known.write(news);
    // Another may have known more, and been overwritten: it will see it, and write again.
    await this.#readKnown();
  }

  /** Told first, then asked: of two that do so at the same time, the later one finds what both saw. */
  async #askOthers(): Promise<void> {
    const due = [...this.#doubts.values()].filter((doubt) => doubt.tally && doubt.askAtMs <= Date.now());
    if (due.length === 0) return;
    await this.#testimonies.write(
      new Map(due.map((doubt) => [this.#ownKey(doubt.subject), this.#testimonyOf(doubt)])),
    );
    const { texts } = await this.#testimonies.read();
    const told = [...texts].map(([key, text]) => ({ key, testimony: readTestimony(text) }));
    for (const doubt of due) {
      const { subject, waitMs } = doubt;
      const { resets } = this.#placer().knownOf(subject.name);
      const others = told.flatMap(({ key, testimony }) =>
        key.startsWith(keyOf(subject)) && key !== this.#ownKey(subject) && testimony?.resets === resets
          ? [testimony]
          : [],
      );
      this.#placer().weigh(
        subject,
        others.filter(({ untilMs }) => untilMs > Date.now()),
      );
      doubt.tally = null;
      doubt.askAtMs = Date.now() + waitMs;
      doubt.waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
    }
    // Of workers that are gone.
    const old = told.filter(({ testimony }) => (testimony?.untilMs ?? 0) < Date.now());
    await this.#testimonies.remove(old.map(({ key }) => key));
  }

  #testimonyOf({ subject, tally }: Doubt): string {
    const { name, windowMs } = this.#options;
    const { resets } = this.#placer().knownOf(subject.name);
    return JSON.stringify({ tally, by: name, resets, untilMs: Date.now() + windowMs });
  }

  /** Once a task is placed, nobody needs what was seen of it. */
  async #takeBack(): Promise<void> {
    const done = [...this.#doubts.values()].filter(
      ({ subject }) => this.#placer().knownOf(subject.name).evidence,
    );
    for (const { subject } of done) this.#doubts.delete(keyOf(subject));
    await this.#testimonies.remove(done.map(({ subject }) => this.#ownKey(subject)));
  }

  #ownKey(subject: Subject): string {
    return `${keyOf(subject)}${this.#options.id}`;
  }
}

/**
 * Forgets what the workers of a broker know of these tasks; those that run hear of it within seconds.
 * @param placements as they are known where it is asked for: the broker may know less
 */
export async function forgetInBroker(
  broker: Broker,
  placements: readonly Pick<Placement, "task" | "queue" | "resets">[],
): Promise<void> {
  const notes = broker.notes(KNOWN);
  const { texts } = await notes.read();
  const forgotten = placements.map(({ task, queue, resets }) => {
    const key = keyOf({ name: task, queue });
    const there = readKnown(texts.get(key) ?? "");
    return [
      key,
      JSON.stringify({ ...NOTHING_KNOWN, resets: Math.max(resets, there?.resets ?? 0) + 1 }),
    ] as const;
  });
  if (forgotten.length > 0) await notes.write(new Map(forgotten));
}

/** It ends as no JSON text goes on, so that no task's key is the beginning of another's. */
function keyOf({ name, queue }: Subject): string {
  return `${JSON.stringify([queue, name])}\n`;
}

function subjectOf(key: string): Subject | null {
  try {
    const [queue, name] = JSON.parse(key) as [unknown, unknown];
    return typeof queue === "string" && typeof name === "string" ? { queue, name } : null;
  } catch {
    return null;
  }
}
