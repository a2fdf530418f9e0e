import type { ProjectFacts } from "./project.js";

/** A file that `loopward init` writes. */
export interface NewFile {
  readonly name: string;
  readonly text: string;
}

/** The tasks file: one task, to be replaced by one's own. */
export function tasksFile({ typescript, modules }: ProjectFacts): NewFile {
  const cjs = !typescript && modules === "cjs";
  const head = cjs
    ? `const { defineTask } = require("loopward");\n\nexports.greet =`
    : `import { defineTask } from "loopward";\n\nexport const greet =`;
  return {
    name: typescript ? "tasks.ts" : "tasks.js",
    text: `${head} defineTask({
  name: "greet",
  queue: "greetings",
  attempts: 3,
  timeLimit: 30_000,
  async run(input${typescript ? ": { name: string }" : ""}, ctx) {
    ctx.log("greeting", { name: input.name });
    return { greeting: \`Hello, \${input.name}!\` };
  },
});
`,
  };
}

export function configFile({ typescript, modules }: ProjectFacts): NewFile {
  const app = typescript ? "tasks.ts" : "tasks.js";
  return {
    name: `loopward.config.${typescript ? "ts" : modules === "esm" ? "js" : "mjs"}`,
    text: `import { defineConfig } from "loopward";

export default defineConfig({
  worker: { app: "${app}" },
  guard: { mode: "abort" },
});
`,
  };
}

/** The ESLint configuration of a project that has none. */
export function eslintFile({ typescript, modules }: ProjectFacts): NewFile {
  return {
    name: `eslint.config.${modules === "esm" ? "js" : "mjs"}`,
    text: `import loopward from "loopward/eslint";
import tseslint from "typescript-eslint";

export default tseslint.config(${eslintEntry(typescript)});
`,
  };
}

/** The entry for a configuration that is there. */
export function eslintEntry(typescript: boolean): string {
  const service = typescript ? "true" : `{ allowDefaultProject: ["*.js"] }`;
  return `{
  files: ["**/*.${typescript ? "ts" : "js"}"],
  extends: [loopward.configs.recommended],
  languageOptions: { parser: tseslint.parser, parserOptions: { projectService: ${service} } },
}`;
}

export const scripts: Readonly<Record<string, string>> = {
  worker: "loopward worker",
  "worker:dev": "loopward worker --watch",
  "check:blocking": "loopward check",
};
