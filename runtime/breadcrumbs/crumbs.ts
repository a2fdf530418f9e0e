import type { ReportTask } from "../../src/findings/report.js";
import { captureFrames, type RawFrame } from "../call-site.js";
import type { RunContext } from "../run-context.js";
import type { ScriptMaps } from "../script-maps.js";
import { WORD, type SharedState } from "../shared-state.js";
import type { StrictMode } from "../strict/strict-mode.js";

/** Where and by whom a wrapped call was made: the text of the site area. */
export interface CallSite {
  readonly task: ReportTask | null;
  readonly frames: readonly RawFrame[];
}

const SITE_FRAMES = 24;
const { stringify } = JSON;

/** Leaves in shared memory which native call is in progress, so that a thread that stands still in it can be read. */
export class Crumbs {
  readonly words: Int32Array;
  /** Null: only stalls are reported. */
  readonly strict: StrictMode | null;
  readonly #site: Buffer;
  readonly #runs: RunContext;
  readonly #maps: ScriptMaps;
  #lastSeq = 0;

  constructor(state: SharedState, runs: RunContext, maps: ScriptMaps, strict: StrictMode | null = null) {
    this.words = state.words;
    this.strict = strict;
    this.#site = state.site;
    this.#runs = runs;
    this.#maps = maps;
  }

  /** A new number for a call; never 0. */
  nextSeq(): number {
    this.#lastSeq = this.#lastSeq === 0x7fff_ffff ? 1 : this.#lastSeq + 1;
    return this.#lastSeq;
  }

  /** Slot of the executing run: 0 outside of any run, -1 where shared memory does not name it. */
  runSlot(): number {
    return this.#runs.slot();
  }

  /** Writes the site of call `seq`: `below` is the wrapper, whose caller made the call. */
  writeSite(seq: number, below: (...args: never[]) => unknown): void {
    const frames = captureFrames(SITE_FRAMES, below);
    this.#maps.share(frames);
    const site: CallSite = { task: this.#runs.current()?.task ?? null, frames };
    this.words[WORD.SITE_SEQ] = 0;
    this.words[WORD.SITE_LENGTH] = this.#site.write(stringify(site), 0, "utf8");
    this.words[WORD.SITE_SEQ] = seq;
  }
}
