import { createRequire } from "node:module";
import type { ESLint, Linter } from "eslint";
import { presets, type Preset } from "./findings/options.js";
import { knownStall } from "./known-stall.js";
import { noBlockingCall } from "./no-blocking-call.js";
import { noEndlessLoop } from "./no-endless-loop.js";
import { noLazyRequire } from "./no-lazy-require.js";
import { noUnboundedParse } from "./no-unbounded-parse.js";
import { noUnsafeRegexp } from "./no-unsafe-regexp.js";
import { requireNonblockingReason } from "./require-nonblocking-reason.js";

const { name, version } = readPackage();

/** The ESLint plugin: `import loopward from "loopward/eslint"`, then `loopward.configs.recommended` in a flat configuration. */
const loopward = {
  meta: { name, version },
  rules: {
    "known-stall": knownStall,
    "no-blocking-call": noBlockingCall,
    "no-endless-loop": noEndlessLoop,
    "no-lazy-require": noLazyRequire,
    "no-unbounded-parse": noUnboundedParse,
    "no-unsafe-regexp": noUnsafeRegexp,
    "require-nonblocking-reason": requireNonblockingReason,
  },
  configs: {
    recommended: config("recommended", {
      "loopward/known-stall": "error",
      "loopward/no-blocking-call": ["error", presets.recommended],
      "loopward/no-endless-loop": "error",
      "loopward/no-unsafe-regexp": "error",
      "loopward/require-nonblocking-reason": "error",
    }),
    strict: config("strict", {
      "loopward/known-stall": "error",
      "loopward/no-blocking-call": ["error", presets.strict],
      "loopward/no-endless-loop": "error",
      "loopward/no-lazy-require": ["error", { imports: true }],
      "loopward/no-unbounded-parse": "error",
      "loopward/no-unsafe-regexp": ["error", { polynomial: "always" }],
      "loopward/require-nonblocking-reason": "error",
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
