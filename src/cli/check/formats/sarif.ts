import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from "node-sarif-builder";
import { readFileSync } from "node:fs";
import type { Finding } from "../../../findings/finding.js";
import type { Format } from "./format.js";

const manifest = JSON.parse(
  readFileSync(new URL("../../../../../package.json", import.meta.url), "utf8"),
) as { version: string };

/** SARIF 2.1.0, which code scanning services read; the path from the task is the code flow of a result. */
export const sarifFormat: Format = ({ findings }) => {
  const run = new SarifRunBuilder().initSimple({
    toolDriverName: "loopward",
    toolDriverVersion: manifest.version,
  });
  for (const rule of new Set(findings.map((finding) => finding.rule))) {
    run.addRule(
      new SarifRuleBuilder().initSimple({
        ruleId: rule,
        shortDescriptionText: "A task executes code that holds the event loop.",
      }),
    );
  }
  for (const finding of findings) run.addResult(result(finding));
  const log = new SarifBuilder();
  log.addRun(run);
  return log.buildSarifJsonString({ indent: true });
};

function result(finding: Finding): SarifResultBuilder {
  const built = new SarifResultBuilder().initSimple({
    level: finding.cost === "light" ? "warning" : "error",
    messageText: finding.message,
    ruleId: finding.rule,
    fileUri: encodeURI(finding.file),
    startLine: finding.line,
    startColumn: finding.column,
    endLine: finding.line,
    endColumn: finding.column + 1,
  });
  built.result.codeFlows = [{ threadFlows: [{ locations: finding.path.map(flowLocation) }] }];
  return built;
}

function flowLocation(step: Finding["path"][number]) {
  return {
    location: {
      message: { text: step.function },
      physicalLocation: {
        artifactLocation: { uri: encodeURI(step.file) },
        region: { startLine: step.line },
      },
    },
  };
}
