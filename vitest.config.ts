import { defineConfig } from "vitest/config";

/** Suites that watch loops for stalls, or race against a limit: two of them on two processors would measure one another. */
const ALONE = ["test/{chaos,fixtures,observe,pool,runtime,testing}/**/*.test.ts"];

export default defineConfig({
  test: {
    reporters: ["default", "./test/support/closing-line.reporter.ts"],
    // Tests start real processes; a deadline catches what hangs, it is never waited for.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    // One that was forgotten would leave out all others (`--allowOnly` while at work).
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: {
          name: "side by side",
          include: ["test/**/*.test.ts"],
          exclude: ALONE,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: "alone", include: ALONE, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
