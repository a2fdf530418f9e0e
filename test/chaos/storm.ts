import { readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openBroker } from "../../dist/src/broker/open-broker.js";
import { CliLab, root, type Cli } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { makeTempFolder } from "../support/make-temp-folder.js";
import { ChaosRedis } from "./brokers.js";
import { JournalReader, type Line } from "./journal.js";
import { addPhase, describePhase, type Phases } from "./phases.js";
import { drawRounds, type Fault, type Round } from "./schedule.js";
import { emptyTotals, judgeEnds, judgeJobs, judgeJournal, type Sent, type Totals } from "./verdict.js";

const LOCK_DURATION_MS = 5_000;
const PAUSE_MS = 1_500;
const BEYOND_LOCKS_MS = 2 * LOCK_DURATION_MS;
/** Everything a round can cost: two lock durations, aborts one after the other, suspects tried apart, a slow machine. */
const ROUND_DEADLINE_MS = 180_000;

export interface StormOptions {
  readonly seed: number;
  readonly broker: "redis" | "embedded";
  readonly faults: readonly Fault[];
  /** Whether to begin another turn of rounds. */
  readonly more: (turnsDone: number) => boolean;
  readonly log: (line: string) => void;
}

/** What a storm leaves to tell. */
export interface Storm {
  readonly totals: Totals;
  readonly phases: Phases;
}

/**
 * Real workers, a real broker, faults from a seed. Every round sends jobs, strikes once, and waits until all settled.
 * @throws Error with every breach of a round, and the seed that led to it
 */
export async function storm({ seed, broker, faults, more, log }: StormOptions): Promise<Storm> {
  const phases: Phases = new Map();
  const folder = await makeTempFolder();
  const redis = broker === "redis" ? await ChaosRedis.start(folder) : null;
  const scene = new Scene(folder, redis, redis?.url ?? `embedded:${join(folder, "broker")}`);
  try {
    await scene.begin();
    for (let turn = 0; more(turn); turn += 1)
      for (const round of drawRounds(seed, turn, faults)) {
        log(`round ${scene.totals.rounds + 1}: ${JSON.stringify(round)}`);
        const before = { ...scene.totals };
        const began = performance.now();
        const breaches = await scene.play(round);
        const phase = addPhase(phases, round.fault, before, scene.totals, performance.now() - began);
        log(`  ${describePhase(phase)}`);
        if (breaches.length > 0)
          throw new Error(`seed ${seed}, round ${scene.totals.rounds}:\n${breaches.slice(0, 20).join("\n")}`);
      }
    await scene.leaveNoHost();
    return { totals: scene.totals, phases };
  } finally {
    await scene.end();
    await redis?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 200 });
  }
}

/** One worker with its broker, and who strikes them. */
class Scene {
  readonly totals = emptyTotals();
  readonly #folder: string;
  readonly #redis: ChaosRedis | null;
  readonly #url: string;
  readonly #lab = new CliLab();
  #worker!: Cli;
  #broker!: Awaited<ReturnType<typeof openBroker>>;
  readonly #ends = new Map<string, number>();
  #sentSoFar = 0;
  readonly #journal: JournalReader;
  /** What the runs of this round wrote so far. */
  #lines: Line[] = [];
  readonly #pids = new Set<number>();

  constructor(folder: string, redis: ChaosRedis | null, url: string) {
    this.#folder = folder;
    this.#redis = redis;
    this.#url = url;
    this.#journal = new JournalReader(join(folder, "journal.ndjson"));
  }

  async begin(): Promise<void> {
    await mkdir(join(this.#folder, "claims"));
    this.#broker = await openBroker(this.#url, { cwd: this.#folder });
    const events = this.#broker.events("chaos");
    const count = ({ jobId }: { jobId: string }) => this.#ends.set(jobId, (this.#ends.get(jobId) ?? 0) + 1);
    events.on("completed", count);
    events.on("failed", count);
    await events.waitUntilReady();
    await this.#startWorker();
  }

  async play(round: Round): Promise<string[]> {
    const { totals } = this;
    totals.rounds += 1;
    const sent = await this.#send(round);
    await sleep(round.faultAfterMs);
    await this.#strike(round.fault);
    await this.#allSettled(sent.length);
    this.#readJournal();
    const queue = this.#broker.queue("chaos");
    const breaches = [
      ...(await judgeJobs(queue, sent, totals)),
      ...judgeJournal(this.#lines, totals),
      ...judgeEnds(this.#ends, totals),
    ];
    // What has been judged is not kept: an hour of jobs would fill the broker's memory.
    this.#lines = [];
    await Promise.all(sent.map(({ id }) => queue.remove(id)));
    return breaches;
  }

  /** Stops the worker warm; every host that ever was must be gone then. */
  async leaveNoHost(): Promise<void> {
    this.#worker.child.kill("SIGTERM");
    await this.#worker.exit();
    await eventually("no host is left behind", () => ![...this.#pids].some(isHost));
  }

  async end(): Promise<void> {
    this.#redis?.resume();
    await this.#lab.clean();
    await this.#broker.close();
  }

  #readJournal(): void {
    for (const line of this.#journal.fresh()) {
      this.#lines.push(line);
      this.#pids.add(line.pid);
    }
  }

  async #startWorker(): Promise<void> {
    const flags = "-c 400 --hosts 2 --guard --guard-abort-after 2000 --placement off --loglevel info".split(
      " ",
    );
    this.#worker = this.#lab.start(
      [
        ...["worker", "-A", join(root, "test/chaos/tasks.ts"), "--broker", this.#url, ...flags],
        ...["--lock-duration", String(LOCK_DURATION_MS), "--reports", join(this.#folder, "reports")],
      ],
      {
        env: { LOOPWARD_CHAOS_DIR: this.#folder, NODE_OPTIONS: "--max-old-space-size=160" },
      },
    );
    await this.#worker.line(/ready/);
  }

  // Ids of our own: a command that was repeated after a reconnect adds nothing twice.
  async #send({ innocents, slow, culprits, waitMs }: Round): Promise<Sent[]> {
    const tasks = Array.from({ length: innocents }, () => "innocent");
    // Spread evenly, for every culprit to have company.
    for (const [index, task] of [...Array.from({ length: slow }, () => "slow"), ...culprits].entries())
      tasks.splice(Math.floor(((index + 1) * tasks.length) / (slow + culprits.length + 1)), 0, task);
    const sent = tasks.map((task) => ({ id: `run-${(this.#sentSoFar += 1)}`, task }));
    await this.#broker.queue("chaos").addBulk(
      sent.map(({ id, task }, index) => ({
        name: task,
        data: { ms: task === "slow" ? 300 : (index * 37) % waitMs },
        opts: { jobId: id, attempts: task === "innocent" || task === "slow" ? 3 : 1 },
      })),
    );
    this.totals.jobs += sent.length;
    for (const culprit of culprits) this.#count(culprit);
    return sent;
  }

  async #strike(fault: Fault): Promise<void> {
    switch (fault) {
      case "none":
        return;
      case "host-killed": {
        this.#readJournal();
        const pid = this.#lines.map((line) => line.pid).findLast(isHost);
        if (pid === undefined) return;
        process.kill(pid, "SIGKILL");
        break;
      }
      case "supervisor-killed":
        this.#worker.child.kill("SIGKILL");
        await this.#worker.exit();
        await this.#startWorker();
        break;
      case "broker-paused":
        await this.#pause(PAUSE_MS);
        break;
      case "broker-paused-beyond-locks":
        await this.#pause(BEYOND_LOCKS_MS);
        break;
      case "broker-restarted":
        await this.#redis?.restart();
        break;
      default:
        fault satisfies never;
    }
    this.#count(fault);
  }

  async #pause(ms: number): Promise<void> {
    this.#redis?.pause();
    await sleep(ms);
    this.#redis?.resume();
  }

  async #allSettled(round: number): Promise<void> {
    const queue = this.#broker.queue("chaos");
    try {
      await eventually(
        `all ${round} jobs of the round settle`,
        async () => {
          const { completed = 0, failed = 0 } = await queue.getJobCounts("completed", "failed");
          return completed + failed === round;
        },
        ROUND_DEADLINE_MS,
      );
    } catch (error) {
      const counts = JSON.stringify(await queue.getJobCounts());
      const said = [...this.#worker.stdout.slice(-15), ...this.#worker.stderr.slice(-15)].join("\n");
      throw new Error(`${(error as Error).message}\n${counts}\n${said}`, { cause: error });
    }
  }

  #count(fault: string): void {
    this.totals.faults[fault] = (this.totals.faults[fault] ?? 0) + 1;
  }
}

/** Whether the process is a living host: a number may have gone to somebody else. */
function isHost(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("pool/host/main.js");
  } catch {
    return false;
  }
}
