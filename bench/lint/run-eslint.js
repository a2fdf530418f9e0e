/**
 * One run of ESLint over a project, in a process of its own: `node run-eslint.js FOLDER [with]`. Prints its time, its memory, and
 * how often the linter's analysis was made.
 */
import { subscribe } from "node:diagnostics_channel";
import { ESLint } from "eslint";
import loopward from "loopward/eslint";
import tseslint from "typescript-eslint";

const [folder, plugin] = process.argv.slice(2);
let analyses = 0;
subscribe("loopward:analysed", () => (analyses += 1));

const eslint = new ESLint({
  cwd: folder,
  overrideConfigFile: true,
  overrideConfig: [
    ...tseslint.configs.recommendedTypeChecked,
    { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: folder } } },
    ...(plugin === "with" ? [loopward.configs.recommended] : []),
  ],
});
const start = performance.now();
const results = await eslint.lintFiles(["src"]);
const seconds = (performance.now() - start) / 1000;
const found = results
  .flatMap(({ messages }) => messages)
  .filter(({ ruleId }) => ruleId?.startsWith("loopward/"));
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
process.stdout.write(
  JSON.stringify({
    seconds,
    cpuSeconds,
    megabytes: maxRSS / 1024,
    analyses,
    found: found.length,
    files: results.length,
  }),
);
