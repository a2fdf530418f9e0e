import { link, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isAlive } from "../../config/is-alive.js";
import { fail } from "../../findings/errors.js";
import type { AlertMessage } from "./message.js";

const schema = z.object({
  /** Process that has taken it on. */
  pid: z.number(),
  /** ISO 8601; null: it is still to be sent. */
  sentAt: z.string().nullable(),
  message: z.custom<AlertMessage>((value) => typeof value === "object" && value !== null),
});

/** What has been told, and what is still to be. */
type Entry = z.infer<typeof schema>;

/** An alert that this process is to send. */
export interface Pending {
  readonly key: string;
  readonly message: AlertMessage;
}

/**
 * The alerts of a project, a file each, so that a restart repeats none, loses none, and of several workers one takes a
 * culprit on. A culprit whose file is removed is told anew.
 */
export class AlertBook {
  readonly #dir: string;

  /** @param stateDir the project's `.loopward` */
  constructor(stateDir: string) {
    this.#dir = join(stateDir, "alerts");
  }

  /**
   * Takes a culprit on; false: it is known.
   * @throws LoopwardError `LOOPWARD_STATE_DIR`
   */
  async take({ key, message }: Pending): Promise<boolean> {
    const whole = `${this.#fileOf(key)}.${process.pid}`;
    try {
      await mkdir(this.#dir, { recursive: true });
      await writeFile(whole, textOf({ pid: process.pid, sentAt: null, message }));
      // Unlike a rename, it fails where there is one; unlike a write, it is never half done.
      await link(whole, this.#fileOf(key));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw fail("LOOPWARD_STATE_DIR", [this.#dir, (error as Error).message], { cause: error });
    } finally {
      await rm(whole, { force: true });
    }
  }

  /** Notes that it was sent. */
  async sent({ key, message }: Pending): Promise<void> {
    await this.#write(key, { pid: process.pid, sentAt: new Date().toISOString(), message });
  }

  /** Takes on what processes that live no more had still to send. */
  async left(): Promise<Pending[]> {
    const names = await readdir(this.#dir).catch(() => []);
    const found: Pending[] = [];
    for (const name of names.filter((file) => file.endsWith(".json"))) {
      const key = name.slice(0, -".json".length);
      const entry = await this.#read(key);
      if (entry?.sentAt !== null || (entry.pid !== process.pid && isAlive(entry.pid))) continue;
      await this.#write(key, { ...entry, pid: process.pid });
      found.push({ key, message: entry.message });
    }
    return found;
  }

  async #read(key: string): Promise<Entry | null> {
    try {
      return schema.parse(JSON.parse(await readFile(this.#fileOf(key), "utf8")));
    } catch {
      // Not ours, or damaged by somebody: what it was is not to be known.
      return null;
    }
  }

  async #write(key: string, entry: Entry): Promise<void> {
    const temporary = `${this.#fileOf(key)}.${process.pid}`;
    await writeFile(temporary, textOf(entry));
    await rename(temporary, this.#fileOf(key));
  }

  #fileOf(key: string): string {
    return join(this.#dir, `${key}.json`);
  }
}

const textOf = (entry: Entry): string => `${JSON.stringify(entry)}\n`;
