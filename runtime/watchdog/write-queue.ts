/** Records are written one after the other: one that is composed later must not come first. */
export class WriteQueue {
  #writing: Promise<void> = Promise.resolve();
  #unwritten = 0;

  get isEmpty(): boolean {
    return this.#unwritten === 0;
  }

  add(step: () => Promise<void> | void): void {
    this.#unwritten += 1;
    this.#writing = this.#writing
      .then(step)
      .catch((error: unknown) => {
        // A record that cannot be composed must not cost the records after it.
        process.emitWarning(`Loopward could not compose a report: ${String(error)}`);
      })
      .finally(() => (this.#unwritten -= 1));
  }

  /** Resolves when all that was added so far is written. */
  flush(): Promise<void> {
    return this.#writing;
  }
}
