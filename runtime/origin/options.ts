/** Origin mode, as a user asks for it. */
export interface OriginChoice {
  /**
   * Reports say where the asynchronous operation was started whose callback stalled. Needs the package `blocked-at`, and
   * makes the loop many times slower: a tool to look into one stall with, and not to run under.
   */
  readonly origin?: boolean;
}

/** What has to be said where origin mode is turned on. */
export const ORIGIN_COST =
  "--guard-origin follows every asynchronous operation: expect the loop to be many times slower";
