import { resolve } from "node:path";
import { strictOptions } from "../../runtime/strict/options.js";
import type { LoopwardConfig } from "../config/config.js";
import type { HostSetup } from "../pool/protocol.js";
import {
  DEFAULT_ABORT,
  DEFAULT_ABORT_AFTER_MS,
  DEFAULT_THRESHOLD_MS,
  type GuardChoices,
  type WorkerOptions,
} from "./options.js";

/** What flags, and else the configuration file, say of the guard's further modes. */
export function guardChoices({ guard }: WorkerOptions, config: LoopwardConfig): GuardChoices {
  return { ...config.guard, ...(guard ? definedOf(guard) : {}) };
}

/** @throws LoopwardError `LOOPWARD_BAD_OPTION` */
export function hostSetup(
  options: WorkerOptions,
  choices: GuardChoices,
  cwd: string,
  root: string,
): HostSetup {
  const { guard } = options;
  return {
    app: options.app.map((file) => resolve(cwd, file)),
    root,
    guard: guard
      ? {
          mode: guard.mode,
          thresholdMs: guard.thresholdMs ?? DEFAULT_THRESHOLD_MS,
          abortAfterMs: guard.abortAfterMs ?? DEFAULT_ABORT_AFTER_MS,
          abort: guard.abort ?? DEFAULT_ABORT,
          instrument: guard.instrument ?? [],
          strict: strictOptions(choices),
          origin: choices.origin ?? false,
        }
      : null,
    recycle: {
      maxRuns: options.maxRunsPerHost ?? null,
      maxMemoryMb: options.maxMemoryPerHostMb ?? null,
    },
    loopTargetMs: options.loopTargetMs ?? null,
    endOnStrayError: options.strayErrors === "end-host",
  };
}

/** What a flag did not say must not hide what the configuration file says. */
function definedOf<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}
