/**
 * Every error a user can meet: one table, each with its code, its sentence and what to do.
 * `docs/errors.md` has a section for each code; a test holds the two together.
 */
export const errorTable = {
  LOOPWARD_UNKNOWN_TASK: (task: string, known: string) =>
    `No task is named ${quote(task)}. ${known ? `Known tasks: ${known}.` : "No tasks are known yet: start a worker once, or pass -A FILE."}`,
  LOOPWARD_UNKNOWN_QUEUE: (queue: string, known: string) =>
    `No task uses the queue ${quote(queue)}. Known queues: ${known}.`,
  LOOPWARD_BAD_JSON: (where: string, reason: string) =>
    `${where} is no valid JSON: ${reason}. Nothing was enqueued.`,
  LOOPWARD_BAD_LINE: (where: string, reason: string) =>
    `${where} is no run to send: ${reason}. Nothing was enqueued.`,
  LOOPWARD_BAD_OPTION: (option: string, reason: string) => `${option}: ${reason}.`,
  LOOPWARD_APP_UNREADABLE: (file: string, reason: string) =>
    `The app file ${quote(file)} could not be loaded: ${reason}`,
  LOOPWARD_NO_TASKS: (file: string) =>
    `${quote(file)} exports no task. Export what \`defineTask\` returns, or give a BullMQ processor file with its queue: -A QUEUE=FILE.`,
  LOOPWARD_NO_HANDLER: (file: string, queue: string) =>
    `${quote(file)} exports no function to handle the jobs of ${quote(queue)}. Export it as \`default\`, or as \`module.exports\`.`,
  LOOPWARD_DUPLICATE_TASK: (task: string, files: string) =>
    `Two tasks are named ${quote(task)} (${files}). Task names are unique in a worker: rename one.`,
  LOOPWARD_BAD_TASK: (task: string, reason: string) => `The task ${quote(task)} is not valid: ${reason}.`,
  LOOPWARD_BAD_INPUT: (task: string, reason: string) =>
    `The input of ${quote(task)} cannot be sent as JSON: ${reason}.`,
  LOOPWARD_INVALID_INPUT: (task: string, issues: string) =>
    `The input of ${quote(task)} does not match its schema: ${issues}.`,
  LOOPWARD_BAD_SCHEDULE: (task: string, schedule: string, reason: string) =>
    `The schedule ${quote(schedule)} of ${quote(task)} is not valid: ${reason}.`,
  LOOPWARD_BAD_FLOW: (reason: string) => `The runs cannot be put together: ${reason}.`,
  LOOPWARD_LIMITS_DIFFER: (queue: string, tasks: string) =>
    `Tasks of the queue ${quote(queue)} declare different limits (${tasks}), and a queue has one. Say the same, or give them queues of their own.`,
  LOOPWARD_BROKER_URL: (url: string, reason: string) =>
    `${quote(url)} is no broker: ${reason}. Use embedded:DIR, redis://HOST:PORT, rediss://… or postgres://USER@HOST/DB.`,
  LOOPWARD_BROKER_UNREACHABLE: (url: string, reason: string) =>
    `The broker ${url} does not answer: ${reason}. Check the address and that it is running.`,
  LOOPWARD_BROKER_DENIED: (url: string, reason: string) =>
    `The broker ${url} refuses the login: ${reason}. Check user, password and rights.`,
  LOOPWARD_BROKER_DATABASE: (url: string, reason: string) =>
    `The broker ${url} answers and has no such database: ${reason}. Correct the name or number at the end of the address.`,
  LOOPWARD_BROKER_TLS: (url: string, reason: string) =>
    `The broker ${url} cannot be reached by TLS as asked: ${reason}.`,
  LOOPWARD_BROKER_SCHEMA: (url: string, state: string) =>
    `The database ${url} ${state}. Run \`loopward broker migrate\` once, with the same --broker.`,
  LOOPWARD_BROKER_BUSY: (dir: string, holder: string) =>
    `The embedded broker in ${quote(dir)} is held by ${holder}, which cannot be shared from here. Stop it, or choose another folder with --broker embedded:DIR.`,
  LOOPWARD_BROKER_VERSION: (what: string, wanted: string) => `${what} cannot serve as broker: ${wanted}.`,
  LOOPWARD_DRIVER_MISSING: (pkg: string, why: string) =>
    `${why} needs the package ${pkg}: npm install ${pkg}`,
  LOOPWARD_EMBEDDED_FAILED: (reason: string) => `The embedded PostgreSQL did not start: ${reason}`,
  LOOPWARD_EMBEDDED_PLATFORM: (platform: string) =>
    `The embedded broker has no build for ${platform}. Use redis:// or postgres:// (--broker URL).`,
  LOOPWARD_STATE_DIR: (dir: string, reason: string) =>
    `The state folder ${quote(dir)} cannot be used: ${reason}.`,
  LOOPWARD_STALL: (task: string, heldMs: string, where: string, report: string) =>
    `Task ${quote(task)} held the event loop for ${heldMs} ms${where} and was aborted${report}.`,
  LOOPWARD_BLOCKING_CALL: (task: string, api: string) =>
    `Task ${quote(task)} called ${api}, which blocks the event loop. Strict mode forbids it: use its asynchronous twin, or allow it.`,
  LOOPWARD_BLOCKED: (where: string) => `The event loop was blocked:${where}`,
  LOOPWARD_NOT_MAIN_THREAD: () =>
    "The guard watches the loop of a process's main thread, and this is a worker thread. Tests: use processes (Vitest: pool `forks`).",
  LOOPWARD_HOST_LOST: (task: string, reason: string) =>
    `The host running ${quote(task)} was lost: ${reason}.`,
  LOOPWARD_TIME_LIMIT: (task: string, limitMs: string) =>
    `Task ${quote(task)} exceeded its time limit of ${limitMs} ms.`,
  LOOPWARD_CANCELLED: (task: string, reason: string) => `The run of ${quote(task)} was cancelled${reason}.`,
  LOOPWARD_NO_WORKER: (which: string) =>
    `No worker answers${which}. \`loopward inspect ping\` shows those of this project; start one with \`loopward worker\`.`,
  LOOPWARD_WORKER_NAME: (name: string, pid: string) =>
    `A worker named ${quote(name)} runs in this project already (process ${pid}). Give this one another name: -n NAME.`,
  LOOPWARD_WORKER_SILENT: (name: string, reason: string) =>
    `The worker ${quote(name)} did not answer: ${reason}.`,
  LOOPWARD_PID_FILE: (file: string, pid: string) =>
    `The process ${pid} of ${quote(file)} lives: a worker runs already. Stop it, or name another --pidfile.`,
  LOOPWARD_WAIT_TIMEOUT: (id: string, ms: string) => `Run ${id} did not settle within ${ms} ms.`,
  LOOPWARD_REPORT_NOT_FOUND: (id: string) =>
    `No report has the id ${quote(id)}. \`loopward reports list\` shows them.`,
  LOOPWARD_NO_SOURCES: (where: string) => `No TypeScript or JavaScript files were found in ${where}.`,
  LOOPWARD_PATH_NOT_FOUND: (path: string) => `${quote(path)} does not exist.`,
  LOOPWARD_BAD_REVISION: (revision: string, reason: string) =>
    `The revision ${quote(revision)} could not be read from git: ${reason}.`,
  LOOPWARD_TYPESCRIPT_MISSING: () => "The analysis needs TypeScript: npm install --save-dev typescript@~6.0",
  LOOPWARD_TYPESCRIPT_UNSUPPORTED: (version: string) =>
    `TypeScript ${version} has no compiler API that the analysis can use. Install TypeScript 6 beside it: npm install --save-dev @typescript/typescript6`,
  LOOPWARD_BAD_FINDINGS: (file: string, reason: string) =>
    `The findings file ${quote(file)} cannot be read: ${reason}. \`loopward check --save\` writes it.`,
  LOOPWARD_BAD_KNOWN_STALLS: (file: string, reason: string) =>
    `The file of known stalls ${quote(file)} cannot be read: ${reason}. \`loopward reports export --format known-stalls\` writes it.`,
  LOOPWARD_BLOCKING_TASKS: (tasks: string) =>
    `The linter found tasks that block their loop: ${tasks}. Mend them, declare \`pool: "processes"\`, or start with --on-findings place.`,
  LOOPWARD_BAD_SETTINGS: (reason: string) => `The \`loopward\` settings are not valid: ${reason}.`,
} as const satisfies Record<string, (...parts: string[]) => string>;

export type ErrorCode = keyof typeof errorTable;

/** An error with a stable `code` and a sentence that tells the user what to do. `cause` keeps the first error. */
export class LoopwardError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "LoopwardError";
    this.code = code;
  }
}

/** Builds the error of `code` from the parts of its sentence. */
export function fail<C extends ErrorCode>(
  code: C,
  parts: Parameters<(typeof errorTable)[C]>,
  options?: ErrorOptions,
): LoopwardError {
  const sentence: (...parts: string[]) => string = errorTable[code];
  return new LoopwardError(code, sentence(...parts), options);
}

function quote(text: string): string {
  return JSON.stringify(text);
}
