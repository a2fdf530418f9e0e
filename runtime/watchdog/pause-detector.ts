import { isLate, type Hold, type Sample } from "./hold.js";

// Processor time is counted with a delay of some milliseconds: shorter stretches prove nothing, in ms.
const STRETCH_MS = 15;
// Answering the looks takes a little processor time itself.
const SLEPT_SHARE = 0.7;

/**
 * Finds out that a debugger has paused the main thread. JavaScript that runs uses a processor, and a thread that sleeps in
 * native code does not answer; one that answers every look at once and yet sleeps in between stands at a breakpoint, or
 * in `Atomics.wait`, as Node's own loader does while its hooks work in another thread.
 */
export class PauseDetector {
  #from: { hold: Hold; atMs: number; cpuMs: number; lostMs: number } | null = null;

  /** Takes note of a look at the stack of the present hold, whose times are entered up to it. */
  note(hold: Hold, sample: Sample): void {
    const { atMs, api } = sample;
    const { cpuMs, lostMs } = hold;
    const from = this.#from?.hold === hold ? this.#from : null;
    if (from && atMs - from.atMs < STRETCH_MS) return;
    this.#from = cpuMs === null || api !== 0 ? null : { hold, atMs, cpuMs, lostMs };
    if (!from || !this.#from || isLate(sample) || waits(sample)) return;
    const waitedMs = Math.max(0, lostMs - from.lostMs);
    const stretchMs = atMs - from.atMs;
    const sleptMs = stretchMs - (this.#from.cpuMs - from.cpuMs) - waitedMs;
    if (sleptMs > stretchMs * SLEPT_SHARE) hold.pausedMs += sleptMs;
  }
}

function waits({ frames: [top] }: Sample): boolean {
  return top !== undefined && !top[1] && /(?:^|\.)wait$/.test(top[0] ?? "");
}

/** Time that the debugger took of a hold that lasted `heldMs`: once it is known to have paused, all its sleep outside of calls. */
export function pausedMs(hold: Hold, heldMs: number): number {
  return hold.pausedMs === 0 ? 0 : Math.max(hold.pausedMs, sleptMs(hold, heldMs));
}

/** Time that a hold's thread neither had a processor nor waited for one, outside of known calls. */
export function sleptMs({ cpuMs, lostMs, calls }: Hold, heldMs: number): number {
  const inCallsMs = calls.reduce((sum, call) => sum + call.lastMs - call.firstMs, 0);
  return heldMs - (cpuMs ?? 0) - Math.max(0, lostMs) - inCallsMs;
}
