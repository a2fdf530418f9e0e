/** What the log is called that a broker keeps of a fleet's reports. */
export const FLEET_REPORTS = "reports";

/** Some 50 MB with stacks; the oldest go. */
export const DEFAULT_FLEET_REPORTS = 20_000;

/** As long as anybody looks back. */
export const FLEET_REPORTS_AGE_MS = 30 * 86_400_000;
