import type { Rule } from "eslint";
import type ts from "typescript";
import { analyseOnce } from "../analysis/analyse-once.js";
import type { ReachedHit, ReachedUnit } from "../analysis/analysis.js";
import type { Context } from "../analysis/context.js";
import { loadTypeScript } from "../analysis/typescript.js";
import { parseSettings } from "../settings/settings.js";
import { lintProgram } from "./lint-program.js";

/** What tasks execute of one file. */
export interface TaskCode {
  readonly file: ts.SourceFile;
  readonly units: readonly ReachedUnit[];
  readonly hits: readonly ReachedHit[];
  readonly context: Context;
}

/** Calls `look` once for the file that is linted. Whichever rule asks first, a Program is analysed once. */
export function onTaskCode(context: Rule.RuleContext, look: (code: TaskCode) => void): Rule.RuleListener {
  loadTypeScript();
  const settings = parseSettings(context.settings.loopward);
  return {
    Program() {
      const linted = lintProgram(context, settings.workspace);
      if (!linted) return;
      const { file } = linted;
      const analysis = analyseOnce(linted.program, settings, context.cwd);
      look({
        file,
        units: analysis.unitsIn(file.fileName),
        hits: analysis.hitsIn(file.fileName),
        context: analysis.context,
      });
    },
  };
}
