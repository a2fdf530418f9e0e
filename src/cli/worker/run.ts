import { loadProject, type Project } from "../../config/config.js";
import { startWorker, type Worker } from "../../worker/create-worker.js";
import { flushSpans } from "../../task/tracing.js";
import { importUrls, withConfig } from "../../worker/host-setup.js";
import { operationsOf } from "../control/operations.js";
import { ControlServer } from "../control/server.js";
import { counted } from "../../findings/words.js";
import type { ExitCode } from "../exit-code.js";
import { confirmPurge } from "./confirm-purge.js";
import type { WorkerFlags } from "./flags.js";
import { createLog, type Log } from "./log.js";
import { DEFAULT_NAME, defaultNames, logFileName, workerName } from "./name.js";
import { observe, type Observers } from "./observe.js";
import { claimPidFile } from "./pid-file.js";
import { Stopper } from "./stop.js";
import { toOptions } from "./to-options.js";
import { watchProject } from "./watch.js";

/** For how long a broker that is away, or a driver's timer, may hold the process up when all is done, in ms. */
const LINGER_MS = 1_000;

/** Starts a worker and stays until it is told to stop. */
export async function runWorker(flags: WorkerFlags): Promise<ExitCode> {
  const project = await loadProject(process.cwd());
  const { worker: said = {} } = project.config;
  const options = withConfig(toOptions(flags), project.config);
  if (options.purge && !flags.force) await confirmPurge(options.queues);
  const pidFile = flags.pidfile ?? said.pidFile;
  const release = pidFile === undefined ? null : claimPidFile(pidFile);
  const wantsControl = !flags.withoutControl && said.control !== false;
  let control: ControlServer | null = null;
  let observers: Observers | null = null;
  try {
    const given = flags.hostname ?? said.name;
    control = wantsControl ? await openControl(project.root, given) : null;
    const name = control?.name ?? workerName(given ?? DEFAULT_NAME);
    const file = flags.logfile ?? said.logFile;
    const log = await createLog(flags.loglevel ?? said.logLevel ?? "info", file && logFileName(file, name));
    for (const url of importUrls(options.import ?? [], process.cwd())) await import(url);
    observers = await observe(flags, project, log.logger);
    const hostVitals = observers.wantVitals;
    const worker = await startWorker({ ...options, name, hostVitals, log: log.logger }, project);
    const stopper = new Stopper(worker, (message) => log.logger.info({}, message));
    observers.look(worker, stopper);
    stopper.listen(() => reload(worker, log, "SIGHUP"));
    control?.serve(operationsOf(name, worker, stopper));
    const watcher = (flags.watch ?? said.watch) ? await watch(project, worker, log) : null;
    sayReady(log, name, worker);
    const heard = await stopper.stopped;
    await watcher?.close();
    log.logger.info(
      {},
      heard ? "stopped" : "stopped; the broker was away, and finds what was in flight by itself",
    );
    return heard ? 0 : 1;
  } finally {
    await observers?.close();
    await control?.close();
    await flushSpans(LINGER_MS);
    release?.();
    setTimeout(() => process.exit(), LINGER_MS).unref();
  }
}

function openControl(root: string, name: string | undefined): Promise<ControlServer> {
  return name === undefined
    ? ControlServer.openAny(root, defaultNames())
    : ControlServer.open(root, workerName(name));
}

function sayReady(log: Log, name: string, worker: Worker): void {
  const { tasks, slots, queues, brokerLabel } = worker;
  log.logger.info(
    { name, queues, slots, pid: process.pid },
    `ready: ${counted(tasks.length, "task")}, ${counted(slots, "slot")}, queues ${queues.join(", ")}, broker ${brokerLabel}`,
  );
}

function watch(project: Project, worker: Worker, log: Log) {
  return watchProject(
    project.root,
    (files) => reload(worker, log, files.join(", ")),
    (error) => log.logger.warn({ err: error }, `files are not watched any more: ${String(error)}`),
  );
}

function reload(worker: Worker, log: Log, why: string): void {
  log.reopen();
  log.logger.info({}, `loading the app anew (${why})`);
  worker.reload().then(
    () =>
      log.logger.info({}, `loaded anew: ${worker.tasks.length} tasks; runs of before finish where they are`),
    // What is half written now is whole in a moment: the worker goes on as it was.
    (error: Error) =>
      log.logger.error({ err: error }, `not loaded anew, all goes on as it was: ${error.message}`),
  );
}
