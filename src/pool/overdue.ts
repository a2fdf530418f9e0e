import type { Ticket } from "./ticket.js";

/** How long after its time limit, or its being cancelled, a run may still be rejected by its host, in ms. */
const GRACE_MS = 1_000;

/** Notices runs that are past their time limit, or cancelled, although their host should have rejected them. */
export class Overdue {
  readonly #onOverdue: (ticket: Ticket) => void;
  readonly #timers = new Map<Ticket, NodeJS.Timeout>();

  constructor(onOverdue: (ticket: Ticket) => void) {
    this.#onOverdue = onOverdue;
  }

  watch(ticket: Ticket, limitMs: number | null): void {
    if (limitMs === null) return;
    this.#timers.set(
      ticket,
      setTimeout(() => this.#onOverdue(ticket), limitMs + GRACE_MS),
    );
  }

  forget(ticket: Ticket): void {
    clearTimeout(this.#timers.get(ticket));
    this.#timers.delete(ticket);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
