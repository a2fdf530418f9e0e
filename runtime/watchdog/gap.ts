/** The time between two turns of the loop, of which part may be known to have been stalls. */
export class Gap {
  #sinceMs: number;
  #accountedMs = 0;
  #holds = 0;
  #inFlight = 0;
  #mostInFlight = 0;
  #turns = 0;

  constructor(sinceMs: number) {
    this.#sinceMs = sinceMs;
  }

  /** Turns of the loop that were seen so far. */
  get turns(): number {
    return this.#turns;
  }

  /** Runs that were in flight in the gap that ended last, at most. */
  get mostInFlight(): number {
    return this.#mostInFlight;
  }

  /** Whether the loop, which turned last at `turnMs`, has taken less than `withinMs` for it. */
  isShort(turnMs: number, withinMs: number): boolean {
    return turnMs - this.#sinceMs < withinMs;
  }

  sawInFlight(inFlight: number): void {
    this.#inFlight = Math.max(this.#inFlight, inFlight);
  }

  /** One hold in it has ended, and `ms` of it are told of elsewhere. */
  account(ms: number): void {
    this.#holds += 1;
    this.#accountedMs += ms;
  }

  /**
   * The loop turned last at `turnMs`. Gives how late that was, without what is accounted for; 0 where it is no news, or
   * where nothing shows that callbacks turned over: then it was one hold, and that has been judged as such.
   */
  turned(turnMs: number, inFlight: number): number {
    if (turnMs <= this.#sinceMs) return 0;
    const lateMs = this.#holds > 1 ? turnMs - this.#sinceMs - this.#accountedMs : 0;
    this.#mostInFlight = this.#inFlight;
    this.#turns += 1;
    this.begin(turnMs, inFlight);
    return lateMs;
  }

  /** A new gap begins. */
  begin(sinceMs: number, inFlight: number): void {
    this.#sinceMs = sinceMs;
    this.#accountedMs = 0;
    this.#holds = 0;
    this.#inFlight = inFlight;
  }
}
