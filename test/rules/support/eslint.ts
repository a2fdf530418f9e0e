import parser from "@typescript-eslint/parser";
import { ESLint, type Linter } from "eslint";
import { ESLint as ESLint9 } from "eslint-9";
import loopward from "../../../rules/plugin.js";
import { root } from "../../support/fixtures.js";

export const samples = `${root}/test/rules/samples`;

export interface LintOptions {
  readonly cwd: string;
  readonly config?: Linter.Config;
  readonly settings?: Record<string, unknown>;
  /** Off: the parser is typescript-eslint's still, but it makes no Program. */
  readonly typed?: boolean;
  readonly version?: 9 | 10;
}

/** ESLint as a user sets it up with the plugin's recommended configuration. */
export function eslint({ cwd, config, settings = {}, typed = true, version = 10 }: LintOptions): ESLint {
  const Version = version === 9 ? (ESLint9 as unknown as typeof ESLint) : ESLint;
  return new Version({
    cwd,
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ["**/*.{ts,js}"],
        languageOptions: {
          parser,
          parserOptions: typed ? { projectService: true, tsconfigRootDir: cwd } : {},
        },
        settings: { loopward: settings },
      },
      config ?? loopward.configs.recommended,
    ],
  });
}
