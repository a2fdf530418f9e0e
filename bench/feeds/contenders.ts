import path from "node:path";
import { rm } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { makeTempFolder } from "../../test/support/make-temp-folder.js";
import { startProcess, type MeasuredProcess } from "../support/measured-process.js";
import { CELERY_FOLDER, celerySource, PYTHON } from "./celery.js";
import { bullSource, plainSource, type JobSource } from "./job-source.js";
import type { Round } from "./measure.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const QUEUE = "feeds";

/** What the others are compared with. */
export const BASELINE = "BullMQ in-process";

/** One kind of worker to measure; `feeds` a round: fewer where it is too slow for all of them. */
export interface Contender {
  readonly name: string;
  readonly feeds: number;
  start(redisUrl: string, reports: string): Start;
}

interface Start {
  /** Node unless said. */
  readonly command?: string;
  readonly args: readonly string[];
  readonly ready: RegExp;
  readonly env?: Readonly<Record<string, string>>;
  /** @param ready what the worker said when it was */
  source(ready: string): JobSource;
}

/** A contender's worker, up for the whole bench as workers are, with a database and a folder of reports of its own. */
export interface Standing {
  readonly contender: Contender;
  readonly worker: MeasuredProcess;
  readonly source: JobSource;
  readonly reports: string;
  /** Where its processes tell of their loops. */
  readonly probes: string;
  readonly rounds: Round[];
  stop(): Promise<void>;
}

/**
 * @param feeds how many a round has
 * @param withCelery whether it is installed
 */
export function listContenders(feeds: number, withCelery: boolean): readonly Contender[] {
  return [
    {
      name: BASELINE,
      feeds,
      start: (redisUrl) => ({
        args: ["--import", "tsx", path.join(root, "bench/feeds/bullmq-worker.ts"), redisUrl, QUEUE, "1000"],
        ready: /^ready$/,
        source: () => bullSource(redisUrl, QUEUE),
      }),
    },
    plainNode("plain Node, no queue", feeds, 1),
    plainNode("plain Node, no queue, 2 processes", feeds, 2),
    loopward("Loopward, 1 host, guard", feeds, ["-P", "async", "-c", "1000", "--guard"]),
    loopward("Loopward, 1 host, guard, abort by kill", feeds, [
      ...["-P", "async", "-c", "1000", "--guard", "--guard-abort=kill"],
    ]),
    loopward("Loopward, 1 host, guard, loop target 150", feeds, [
      ...["-P", "async", "-c", "1000", "--guard", "--loop-target", "150"],
    ]),
    loopward("Loopward, 2 hosts, guard", feeds, ["-P", "async", "-c", "1000", "--hosts", "2", "--guard"]),
    loopward("Loopward, 1 host, no guard", feeds, ["-P", "async", "-c", "1000"]),
    loopward("Loopward, 2 processes", Math.min(feeds, 100), ["-P", "processes", "-c", "2"]),
    ...(withCelery
      ? [
          celery("Celery, eventlet", feeds, ["-P", "eventlet", "-c", "1000"]),
          celery("Celery, prefork", Math.min(feeds, 100), ["-P", "prefork", "-c", "2"]),
        ]
      : []),
  ];
}

/** @param database the number of its own Redis database */
export async function putUp(contender: Contender, redisUrl: string, database: number): Promise<Standing> {
  const reports = await makeTempFolder();
  const probes = await makeTempFolder();
  const { command, args, ready, env, ...start } = contender.start(`${redisUrl}/${database}`, reports);
  const probe = pathToFileURL(path.join(root, "bench/feeds/loop-probe.js")).href;
  const probing = { NODE_OPTIONS: `--import ${probe}`, LOOP_PROBE_DIR: probes };
  const worker = await startProcess(args, ready, { ...probing, ...env }, command);
  const source = start.source(worker.ready);
  const stop = async () => {
    await worker.stop();
    await source.close();
    await rm(probes, { recursive: true, force: true });
  };
  return { contender, worker, source, reports, probes, rounds: [], stop };
}

/** What `processes` can do that share a thousand feeds in flight. */
function plainNode(name: string, feeds: number, processes: number): Contender {
  const program = path.join(root, "bench/feeds/plain-node.ts");
  return {
    name,
    feeds,
    start: () => ({
      args: ["--import", "tsx", program, String(processes), String(1_000 / processes)],
      ready: /^ready at /,
      source: (ready) => plainSource(ready.slice("ready at ".length)),
    }),
  };
}

function loopward(name: string, feeds: number, flags: string[]): Contender {
  const app = ["-A", path.join(root, "examples/feed-hub/tasks.ts")];
  return {
    name,
    feeds,
    start: (redisUrl, reports) => {
      const where = ["--broker", redisUrl, "--reports", reports];
      return {
        args: [path.join(root, "dist/src/cli/main.js"), "worker", ...app, ...flags, ...where],
        ready: /\bready\b/,
        source: () => bullSource(redisUrl, QUEUE),
      };
    },
  };
}

function celery(name: string, feeds: number, flags: string[]): Contender {
  const worker = ["-m", "celery", "-A", "celery_worker", "worker", "--loglevel", "INFO"];
  const alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"];
  return {
    name,
    feeds,
    start: (redisUrl) => {
      // Redis has sixteen databases; the contenders' own are the first.
      const resultUrl = redisUrl.replace(/\d+$/, (database) => String(15 - (Number(database) % 4)));
      return {
        command: PYTHON,
        args: [...worker, ...alone, ...flags],
        ready: /\bready\.$/,
        env: { BROKER_URL: redisUrl, RESULT_URL: resultUrl, PYTHONPATH: CELERY_FOLDER },
        source: () => celerySource(redisUrl, resultUrl),
      };
    },
  };
}
