import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { strictOptions } from "../../runtime/strict/options.js";
import type { LoopwardConfig } from "../config/config.js";
import { fail } from "../findings/errors.js";
import type { HostSetup } from "../pool/protocol.js";
import { appFiles } from "./adopted/app-files.js";
import {
  DEFAULT_ABORT,
  DEFAULT_ABORT_AFTER_MS,
  DEFAULT_THRESHOLD_MS,
  type WorkerOptions,
} from "./options.js";

/** What the caller said, and what the project's configuration says where the caller said nothing. */
export function withConfig(said: Partial<WorkerOptions>, { worker, guard }: LoopwardConfig): WorkerOptions {
  const placement = { ...worker?.placement, ...definedOf(said.placement ?? {}) };
  return {
    app: [],
    ...worker,
    ...definedOf(said),
    placement,
    guard: guardOf(said.guard, guard),
  };
}

function guardOf(said: WorkerOptions["guard"], config: LoopwardConfig["guard"]): WorkerOptions["guard"] {
  if (said) return { ...config, ...definedOf(said), mode: said.mode };
  return said === undefined && config?.mode ? { ...config, mode: config.mode } : false;
}

/** @throws LoopwardError `LOOPWARD_BAD_OPTION` */
export function hostSetup(options: WorkerOptions, cwd: string, root: string): HostSetup {
  const { guard } = options;
  if (options.app.length === 0)
    throw fail("LOOPWARD_BAD_OPTION", [
      "-A",
      "name the files that export tasks, here or as `worker.app` in loopward.config",
    ]);
  if (options.inspect !== undefined && options.pool !== "solo")
    throw fail("LOOPWARD_BAD_OPTION", ["--inspect", "a debugger is for one host: add -P solo"]);
  return {
    ...appFiles(options.app, cwd),
    root,
    guard: guard
      ? {
          mode: guard.mode,
          thresholdMs: guard.thresholdMs ?? DEFAULT_THRESHOLD_MS,
          abortAfterMs: guard.abortAfterMs ?? DEFAULT_ABORT_AFTER_MS,
          abort: guard.abort ?? DEFAULT_ABORT,
          instrument: guard.instrument ?? [],
          strict: strictOptions(guard),
          origin: guard.origin ?? false,
        }
      : null,
    recycle: {
      maxRuns: options.maxRunsPerHost ?? null,
      maxMemoryMb: options.maxMemoryPerHostMb ?? null,
    },
    loopTargetMs: options.loopTargetMs ?? null,
    sliceMs: options.sliceMs,
    endOnStrayError: options.strayErrors === "end-host",
    limits:
      options.inspect === undefined
        ? { timeLimitMs: options.timeLimitMs ?? null, softTimeLimitMs: options.softTimeLimitMs ?? null }
        : "off",
    inspect: options.inspect ?? null,
    imports: importUrls(options.import ?? [], cwd),
    vitals: options.hostVitals ?? false,
  };
}

/**
 * The modules of `import` as URLs.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION` when there is no such file
 */
export function importUrls(files: readonly string[], cwd: string): string[] {
  return files.map((file) => {
    const path = resolve(cwd, file);
    if (!existsSync(path)) throw fail("LOOPWARD_BAD_OPTION", ["--import", `there is no file ${file}`]);
    return pathToFileURL(path).href;
  });
}

/** What a flag did not say must not hide what the configuration file says. */
function definedOf<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}
