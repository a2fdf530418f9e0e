import Table from "cli-table3";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { check } from "../rules/check.js";
import { presets, type Preset } from "../rules/findings/options.js";
import { spreadOf } from "./support/statistics.js";
import { readLabels } from "./eval-lint/labels.js";
import { add, percent, score, type Share } from "./eval-lint/score.js";

/**
 * Measures the linter on labelled open-source projects.
 *
 *     npm run eval:lint -- --projects DIR --labels FILE [--only owner/name] [--out FILE] [--verbose]
 *
 * DIR holds a checkout of each project under `owner+name`. The few settings that a project's users would write are in
 * `bench/eval-lint/settings.json`.
 */
const { values } = parseArgs({
  options: {
    projects: { type: "string" },
    labels: { type: "string" },
    settings: { type: "string", default: join(import.meta.dirname, "eval-lint/settings.json") },
    only: { type: "string" },
    out: { type: "string" },
    verbose: { type: "boolean", default: false },
  },
});
if (!values.projects || !values.labels) {
  process.stderr.write("usage: npm run eval:lint -- --projects DIR --labels FILE\n");
  process.exit(2);
}

const settings = JSON.parse(readFileSync(values.settings, "utf8")) as Record<string, unknown>;
const labels = readLabels(values.labels);
const none: Share = { found: 0, of: 0 };

for (const preset of Object.keys(presets) as Preset[]) {
  const table = new Table({
    head: [preset, "real problems", "all that tasks reach", "decoys", "findings", "tasks", "seconds"],
    style: { head: [], border: [] },
  });
  const total = { real: none, reached: none, decoys: none };
  const counts: number[] = [];
  for (const [repo, ofProject] of labels) {
    const root = join(values.projects, repo.replace("/", "+"));
    if ((values.only && values.only !== repo) || !existsSync(root)) continue;
    const start = performance.now();
    const { findings, tasks } = check({ root, preset, settings: settings[repo] });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const result = score(ofProject, findings);
    table.push([
      repo,
      percent(result.real),
      percent(result.reached),
      percent(result.decoys),
      findings.length,
      tasks.length,
      seconds,
    ]);
    total.real = add(total.real, result.real);
    total.reached = add(total.reached, result.reached);
    total.decoys = add(total.decoys, result.decoys);
    counts.push(findings.length);
    if (values.out) {
      writeFileSync(
        `${values.out}.${preset}.${repo.replace("/", "+")}.json`,
        JSON.stringify(findings, null, 2),
      );
    }
    if (values.verbose) {
      for (const { verdict, file, line, chain } of [...result.missed, ...result.wrong]) {
        console.log(`  ${verdict} ${file}:${line}  ${(chain ?? []).join(" > ")}`);
      }
    }
  }
  table.push([
    "all",
    percent(total.real),
    percent(total.reached),
    percent(total.decoys),
    `median ${spreadOf(counts).median}`,
    "",
    "",
  ]);
  console.log(table.toString());
}
const { maxRSS } = process.resourceUsage();
console.log(`most memory: ${Math.round(maxRSS / 1024)} MB`);
