import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { fail } from "../findings/errors.js";
import { findProjectRoot } from "./root.js";
import { workerSection } from "./worker-section.js";

const schema = z.strictObject({
  broker: z.string().optional(),
  /** What `loopward worker` is told of its guard where no flag says it. */
  guard: z
    .strictObject({
      /** Turns the guard on. */
      mode: z.enum(["report", "abort"]),
      thresholdMs: z.int().min(10),
      abortAfterMs: z.int().min(100),
      abort: z.enum(["signal", "throw", "in-place", "kill"]),
      instrument: z.array(z.string()),
      strict: z.union([z.boolean(), z.enum(["report", "throw"])]),
      allowBlockingCalls: z.array(z.string()),
      allowBlockingCallsInside: z.array(z.string()),
      origin: z.boolean(),
      captureInput: z.union([z.boolean(), z.array(z.string())]),
      redact: z.array(z.string()),
    })
    .partial()
    .optional(),
  /** What `loopward worker` and `createWorker` do where no flag or option says it. */
  worker: workerSection.optional(),
  /** The `lint` section is the rules' own settings object; `loopward check` validates it. */
  lint: z.record(z.string(), z.unknown()).optional(),
});

/** What `loopward.config.{ts,js,mjs,json}` may say, once read. */
export type LoopwardConfig = z.infer<typeof schema>;

/** The same as it is written. */
export type LoopwardConfigFile = z.input<typeof schema>;

/** The project a command works in. */
export interface Project {
  readonly root: string;
  readonly config: LoopwardConfig;
}

/**
 * Finds the project root above `cwd` and reads its configuration file, if there is one.
 * @throws LoopwardError `LOOPWARD_BAD_SETTINGS` when the file cannot be read or holds what is unknown.
 */
export async function loadProject(cwd: string): Promise<Project> {
  const root = findProjectRoot(cwd);
  if (!mayBeConfigured(root)) return { root, config: {} };
  const { loadConfig } = await import("c12");
  const loaded = await loadConfig({ name: "loopward", cwd: root, rcFile: false, globalRc: false }).catch(
    (error: unknown) => {
      throw fail("LOOPWARD_BAD_SETTINGS", [String(error)], { cause: error });
    },
  );
  const parsed = schema.safeParse(loaded.config);
  if (!parsed.success) throw fail("LOOPWARD_BAD_SETTINGS", [z.prettifyError(parsed.error)]);
  return { root, config: parsed.data };
}

/** Most projects have no file, and to load what reads one takes a tenth of a second. */
function mayBeConfigured(root: string): boolean {
  return holds(root, "loopward.config") || holds(join(root, ".config"), "loopward");
}

function holds(folder: string, start: string): boolean {
  try {
    return readdirSync(folder).some((name) => name.startsWith(start));
  } catch (error) {
    // A folder that may be entered and not be listed can hold it all the same.
    return (error as NodeJS.ErrnoException).code === "EACCES";
  }
}

/** The broker to use: the flag, then `LOOPWARD_BROKER`, then the configuration file, then the embedded one. */
export function brokerUrl(flag: string | undefined, config: LoopwardConfig, env = process.env): string {
  return flag ?? env.LOOPWARD_BROKER ?? config.broker ?? "embedded:.loopward";
}
