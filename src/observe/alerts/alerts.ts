import { setTimeout as sleep } from "node:timers/promises";
import { channels, type StallEvent } from "../../../runtime/channels.js";
import type { WorkerLog } from "../../worker/options.js";
import { AlertBook, type Pending } from "./alert-book.js";
import { culpritOf, keyOf } from "./culprit.js";
import { messageOf } from "./message.js";
import { post, type Webhook } from "./webhook.js";

/** How long is waited after a refusal, in ms; it doubles up to the longest. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;

/** What is still to be sent is bounded by culprits, not by stalls; beyond this many the later ones wait for their next stall. */
const MOST_WAITING = 1_000;

/** What stands between stalls and a webhook. */
export interface AlertOptions {
  readonly webhook: Webhook;
  /** The project's `.loopward`. */
  readonly stateDir: string;
  readonly log: WorkerLog;
  /** How long is waited after the first refusal, in ms. */
  readonly firstPauseMs?: number;
}

/**
 * Tells a webhook of each culprit once: one message after the other, and each until it arrives. What the end of the process
 * leaves unsent, the next one sends.
 */
export class Alerts {
  readonly #options: AlertOptions;
  readonly #book: AlertBook;
  readonly #stop = new AbortController();
  /** Keys that this process need not look up. */
  readonly #known = new Set<string>();
  readonly #waiting: Pending[] = [];
  #sending: Promise<void> | null = null;

  /** Listens from now on, until `close`. */
  constructor(options: AlertOptions) {
    this.#options = options;
    this.#book = new AlertBook(options.stateDir);
    channels["loopward:stall"].subscribe(this.#onStall);
    void this.#book.left().then((left) => left.forEach((pending) => this.#send(pending)), this.#unkept);
  }

  /** Sends no more; what has not arrived is kept for the next process. */
  async close(): Promise<void> {
    channels["loopward:stall"].unsubscribe(this.#onStall);
    this.#stop.abort();
    await this.#sending;
  }

  readonly #onStall = ({ report, handler }: StallEvent): void => {
    const culprit = culpritOf(report, handler);
    if (!culprit) return;
    const key = keyOf(culprit);
    if (this.#known.has(key) || this.#waiting.length >= MOST_WAITING) return;
    this.#known.add(key);
    const pending = { key, message: messageOf(culprit, report) };
    this.#book.take(pending).then((isNew) => isNew && this.#send(pending), this.#unkept);
  };

  readonly #unkept = (error: Error): void => {
    this.#options.log.error({ err: error }, `alerts: ${error.message}`);
  };

  #send(pending: Pending): void {
    this.#known.add(pending.key);
    this.#waiting.push(pending);
    this.#sending ??= this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    const { log } = this.#options;
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      try {
        await this.#deliver(next);
        await this.#book.sent(next);
        const { task, file, line } = next.message.data;
        log.info({ alert: next.key }, `alert sent: ${task} at ${file}:${line}`);
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        this.#unkept(error as Error);
      }
      this.#waiting.shift();
    }
    this.#sending = null;
  }

  /** @throws when it is to stop */
  async #deliver({ key, message }: Pending): Promise<void> {
    const { webhook, log, firstPauseMs = FIRST_PAUSE_MS } = this.#options;
    const { signal } = this.#stop;
    const body = JSON.stringify(message);
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const why = await post(webhook, key, body, signal);
      if (why === null) return;
      // Not its whole address: a part of it may be a secret.
      const where = new URL(webhook.url).host;
      log.warn({ alert: key }, `alert not sent to ${where}: ${why}; again in ${pauseMs} ms`);
      await sleep(pauseMs, undefined, { signal, ref: false });
    }
  }
}
