import { byteSize, duration, logLevel, wholeNumber } from "../../parse.js";
import { WorkerOption } from "./option.js";

/** How a worker lives beside others, what it says, and how it ends. */
export const lifeOptions = [
  new WorkerOption(
    "-n, --hostname <name>",
    "its name, to speak to it by; %h: this machine, %n and %d: its parts",
    {
      config: "name",
      celery: "-n",
      usual: "worker@%h, then worker-2@%h",
    },
  ),
  new WorkerOption("--without-control", "do not listen to `loopward inspect` and `loopward control`", {
    config: "control",
    usual: "it listens",
  }),
  new WorkerOption(
    "--shutdown-timeout <time>",
    "how long the runs in flight may take when it is told to stop",
    {
      config: "shutdownTimeoutMs",
      celery: "worker_soft_shutdown_timeout",
      usual: "30",
      parse: duration,
    },
  ),
  new WorkerOption("--watch", "load the app anew, in new hosts, when a file of the project changes", {
    config: "watch",
  }),
  new WorkerOption("-l, --loglevel <level>", "trace, debug, info, warn, error, fatal or silent", {
    config: "logLevel",
    celery: "-l",
    usual: "info",
    parse: logLevel,
  }),
  new WorkerOption("-f, --logfile <file>", "where it says it, %n being its name; SIGHUP opens it anew", {
    config: "logFile",
    celery: "-f",
    usual: "stdout",
  }),
  new WorkerOption(
    "--pidfile <file>",
    "write its process id there; refuses where that of one that lives is",
    {
      config: "pidFile",
      celery: "--pidfile",
    },
  ),
  new WorkerOption("--reports <dir>", "where reports are written", {
    config: "reportsDir",
    usual: ".loopward/reports",
  }),
  new WorkerOption(
    "--fleet-reports [count]",
    "keep the last reports of all workers on the broker, too, for `loopward reports --fleet`",
    { config: "fleetReports", usual: "off; 20000 where no count is said", parse: wholeNumber(1) },
  ),
  new WorkerOption("--reports-max-size <size>", "what all reports may take; the oldest go", {
    config: "reportsMaxBytes",
    usual: "256mb",
    parse: byteSize,
  }),
];
