import { createRequire } from "node:module";
import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from "node-sarif-builder";
import { summariseStream } from "../summarise.js";
import type { ExportFormat } from "./format.js";
import { isPlaced, sentenceOf, type PlacedCulprit } from "./sentence.js";

/** The rule that says the same in an editor. */
const RULE = "loopward/known-stall";

// By the package's own name, which holds from the sources and from `dist` alike.
const manifest = createRequire(import.meta.url)("loopward/package.json") as { version: string };

/** SARIF 2.1.0, which code scanning services read: one result a line of code, what stole most first. */
export const sarif: ExportFormat = {
  stacks: false,
  mediaType: "application/sarif+json",
  async *write(reports) {
    const run = new SarifRunBuilder().initSimple({
      toolDriverName: "loopward",
      toolDriverVersion: manifest.version,
    });
    run.addRule(
      new SarifRuleBuilder().initSimple({
        ruleId: RULE,
        shortDescriptionText: "This line held the event loop when it ran.",
      }),
    );
    const { culprits } = await summariseStream(reports);
    for (const culprit of culprits.filter(isPlaced)) run.addResult(result(culprit));
    const log = new SarifBuilder();
    log.addRun(run);
    yield `${log.buildSarifJsonString({ indent: true })}\n`;
  },
};

function result(culprit: PlacedCulprit): SarifResultBuilder {
  const { file, line, column, task, api, code, count, worstMs, stolenMs, delayedRuns, worstId } = culprit;
  const built = new SarifResultBuilder().initSimple({
    level: "error",
    ruleId: RULE,
    messageText: `${sentenceOf(culprit)} ${culprit.advice}`,
    // Half a surrogate pair, as a hostile name may hold, is no URI.
    fileUri: encodeURI(Buffer.from(file).toString()),
    startLine: line,
    startColumn: column ?? 1,
    endLine: line,
    endColumn: (column ?? 1) + 1,
  });
  // The same stall stays the same alert when its line moves.
  built.result.partialFingerprints = { "loopwardCulprit/v1": [task, file, api, code].join("|") };
  built.result.occurrenceCount = count;
  built.result.properties = { worstMs, stolenMs, delayedRuns, report: worstId };
  return built;
}
