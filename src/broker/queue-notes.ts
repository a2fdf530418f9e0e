import { randomUUID } from "node:crypto";
import type { IQueueBackend } from "bullmq";
import type { Notes, NotesRead } from "./types.js";

/** Before the names of our fields: BullMQ has some of its own beside them. */
const OURS = "loopward:";
const VERSION = "loopward-version";

/**
 * Notes as the metadata of a queue that has no jobs. BullMQ keeps that on every broker, one field at a time, so that nobody
 * undoes what somebody else writes under another key; and where there are no jobs, none of its scripts looks at it.
 */
export class QueueNotes implements Notes {
  readonly #backend: IQueueBackend;

  /** @param backend of a queue that nobody uses for jobs */
  constructor(backend: IQueueBackend) {
    this.#backend = backend;
  }

  version(): Promise<string | null> {
    return this.#backend.getQueueMetaField(VERSION);
  }

  async read(): Promise<NotesRead> {
    const fields = await this.#backend.getQueueMeta();
    const texts = Object.entries(fields).filter(([field]) => field.startsWith(OURS));
    return {
      version: fields[VERSION] ?? null,
      texts: new Map(texts.map(([field, text]) => [field.slice(OURS.length), text])),
    };
  }

  async write(texts: ReadonlyMap<string, string>): Promise<void> {
    // At random: a number would have to be read before, and two that write at once would come to the same.
    const fields: Record<string, string> = { [VERSION]: randomUUID() };
    for (const [key, text] of texts) fields[OURS + key] = text;
    await this.#backend.setQueueMeta(fields);
  }

  async remove(keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await this.#backend.removeQueueMetaFields(keys.map((key) => OURS + key));
  }
}
