import { createRequire } from "node:module";
import type { ESLint, Linter } from "eslint";
import { presets, type Preset } from "./findings/options.js";
import { noBlockingCall } from "./no-blocking-call.js";
import { noEndlessLoop } from "./no-endless-loop.js";
import { noUnsafeRegexp } from "./no-unsafe-regexp.js";

const { name, version } = readPackage();

/** The ESLint plugin: `import loopward from "loopward/eslint"`, then `loopward.configs.recommended` in a flat configuration. */
const loopward = {
  meta: { name, version },
  rules: {
    "no-blocking-call": noBlockingCall,
    "no-endless-loop": noEndlessLoop,
    "no-unsafe-regexp": noUnsafeRegexp,
  },
  configs: {
    recommended: config("recommended", {
      "loopward/no-blocking-call": ["error", presets.recommended],
      "loopward/no-endless-loop": "error",
      "loopward/no-unsafe-regexp": "error",
    }),
    strict: config("strict", {
      "loopward/no-blocking-call": ["error", presets.strict],
      "loopward/no-endless-loop": "error",
      "loopward/no-unsafe-regexp": ["error", { polynomial: "always" }],
    }),
  },
} satisfies ESLint.Plugin;

export default loopward;

function config(preset: Preset, rules: Linter.RulesRecord): Linter.Config {
  return {
    name: `loopward/${preset}`,
    // A getter, because a configuration names the plugin that holds it.
    plugins: {
      get loopward() {
        return loopward as ESLint.Plugin;
      },
    },
    rules,
  };
}

/** By the package's own name, which holds from the sources and from `dist` alike. */
function readPackage(): { name: string; version: string } {
  return createRequire(import.meta.url)("loopward/package.json") as { name: string; version: string };
}
