import { findSourceMap } from "node:module";
import type { RawFrame } from "./call-site.js";
import { vitestMap } from "./vitest-maps.js";

const TYPESCRIPT = /\.[cm]?tsx?(?:\?|$)/;

/** The source map of a script that a loader made in memory; null: the script runs as it is on disk. */
export interface ScriptMap {
  readonly script: string;
  readonly map: object | null;
}

/**
 * Tells the watchdog, once a script, the source maps that only this thread has: a loader such as tsx compiles in memory.
 * Maps of what lies on disk the watchdog reads itself.
 */
export class ScriptMaps {
  readonly #told = new Set<string>();
  readonly #tell: (map: ScriptMap) => void;
  readonly #instrumented: boolean;

  /** @param instrumented whether loaders change JavaScript, too */
  constructor(tell: (map: ScriptMap) => void, instrumented = false) {
    this.#tell = tell;
    this.#instrumented = instrumented;
  }

  share(frames: readonly RawFrame[]): void {
    for (const [, script] of frames) {
      if (script === null || this.#told.has(script)) continue;
      this.#told.add(script);
      const map = vitestMap(script);
      if (map) this.#tell({ script, map });
      else if (this.#isMade(script)) this.#tell({ script, map: findSourceMap(script)?.payload ?? null });
    }
  }

  #isMade(script: string): boolean {
    return TYPESCRIPT.test(script) || (this.#instrumented && !script.startsWith("node:"));
  }
}
