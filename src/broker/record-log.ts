/** How much a log of records may hold; the oldest go. */
export interface RecordLimits {
  /** Kept a little longer where that is cheaper for the broker. */
  readonly maxRecords: number;
  readonly maxAgeMs: number;
}

/** The records after a place, oldest first. */
export interface RecordsRead {
  readonly records: readonly string[];
  /** Where reading goes on. */
  readonly place: string;
}

/**
 * Texts that are kept beside the jobs, in the order in which they came, for all users of a broker to read. What cannot be
 * reached is an error of the driver's; `isConnectionLoss` tells whether it may pass.
 */
export interface RecordLog {
  /**
   * Makes what it needs on the broker.
   * @throws LOOPWARD_BROKER_DENIED when the role may not, LOOPWARD_BROKER_VERSION when the server is too old
   */
  prepare(): Promise<void>;
  /** Adds records in one step, in their order. */
  append(records: readonly string[]): Promise<void>;
  /** Where it ends now. */
  end(): Promise<string>;
  /** All records, the last first, in batches. */
  fromEnd(): AsyncIterable<readonly string[]>;
  /** The next batch after a place; an empty one where there is nothing yet. */
  after(place: string): Promise<RecordsRead>;
}
