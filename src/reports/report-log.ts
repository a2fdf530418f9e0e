/** Where lines of reports are read from: a folder, or what a fleet keeps beside its jobs. Other lines may lie between them. */
export interface ReportLog {
  /** For people: the folder, or the broker. */
  readonly label: string;
  /**
   * All lines, the last written first, in batches.
   * @param since nobody asks for stalls that began before: what surely holds only such may be left out
   * @throws LoopwardError when it cannot be read
   */
  fromEnd(since?: Date): AsyncIterable<readonly string[]>;
  /** Marks where it ends now; what this gives are the lines that are written from then on, until its signal is aborted. */
  fromNow(): Promise<(signal: AbortSignal) => AsyncIterable<string>>;
}
