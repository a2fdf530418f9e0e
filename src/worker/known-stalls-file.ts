import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { KNOWN_STALLS_FILE } from "../findings/known-stalls.js";
import type { Report } from "../findings/report.js";
import { knownStallsOf, knownStallsText } from "../reports/export/known-stalls.js";
import { folderLog } from "../reports/folder-log.js";
import { streamFacts } from "../reports/read.js";
import type { WorkerLog } from "./options.js";

/** Stalls come in bursts; whoever mends one looks at the editor a moment later. */
const SOON_MS = 2_000;
/** While stalls go on. */
const PAUSE_MS = 60_000;
/** All reports are read anew each time, those of other workers too; that may take a fiftieth of the supervisor's time. */
const PAUSE_FACTOR = 50;
/** A worker that ends does not read a hundred thousand reports first. */
const CLOSE_PATIENCE_MS = 2_000;

/** Keeps `.loopward/known-stalls.json` up to date with a worker's reports: the editor flags what stalled when it ran. */
export class KnownStallsFile {
  readonly #root: string;
  readonly #reportsDir: string;
  readonly #log: WorkerLog;
  #timer: NodeJS.Timeout | null = null;
  #notBeforeMs = 0;
  #writing: Promise<void> | null = null;
  #isStale = false;

  constructor(root: string, reportsDir: string, log: WorkerLog) {
    this.#root = root;
    this.#reportsDir = reportsDir;
    this.#log = log;
  }

  /** A report was appended; returns at once and never throws. */
  note({ ongoing, blame }: Report): void {
    if (ongoing || !blame) return;
    this.#isStale = true;
    if (this.#writing) return;
    const waitMs = Math.max(SOON_MS, this.#notBeforeMs - performance.now());
    this.#timer ??= setTimeout(() => void this.#write(), waitMs).unref();
  }

  /** Writes what is not written yet, unless that takes long. */
  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    const patience = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_PATIENCE_MS).unref());
    await Promise.race([this.#writing, patience]);
    if (this.#isStale) await Promise.race([this.#write(), patience]);
  }

  #write(): Promise<void> {
    this.#timer = null;
    this.#isStale = false;
    const startMs = performance.now();
    this.#writing ??= this.#replace()
      .catch((error: unknown) => {
        this.#log.debug({}, `${KNOWN_STALLS_FILE} was not written: ${String(error)}`);
      })
      .finally(() => {
        const tookMs = performance.now() - startMs;
        this.#notBeforeMs = performance.now() + Math.max(PAUSE_MS, tookMs * PAUSE_FACTOR);
        this.#writing = null;
      });
    return this.#writing;
  }

  async #replace(): Promise<void> {
    const file = join(this.#root, KNOWN_STALLS_FILE);
    const temporary = `${file}.${process.pid}`;
    const known = await knownStallsOf(streamFacts(folderLog(this.#reportsDir)));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, knownStallsText(known));
    // Renamed into place: a reader never sees half a file.
    await rename(temporary, file);
  }
}
