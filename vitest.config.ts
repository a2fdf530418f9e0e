import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "./test/support/closing-line.reporter.ts"],
    // Tests start real processes; a deadline catches what hangs, it is never waited for.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    // Tests start process trees and measure stalls: two files at a time on two processors would measure one another.
    maxWorkers: 1,
    // One that was forgotten would leave out all others (`--allowOnly` while at work).
    allowOnly: false,
  },
});
