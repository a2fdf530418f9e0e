import { RuleTester } from "@typescript-eslint/rule-tester";
import parser from "@typescript-eslint/parser";
import type { Rule } from "eslint";
import { afterAll, describe, it } from "vitest";
import { samples } from "./eslint.js";

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.it = it;

const tester = new RuleTester({
  languageOptions: {
    parser,
    parserOptions: {
      projectService: { allowDefaultProject: ["*.ts"] },
      tsconfigRootDir: `${samples}/five-files`,
    },
  },
});

type Cases = Parameters<typeof tester.run>[2];

/** Runs a rule's cases. The rules are ESLint's kind of module, the tester wants typescript-eslint's: the same at run time. */
export function testRule(name: string, rule: Rule.RuleModule, cases: Cases): void {
  tester.run(name, rule as never, cases);
}

/** A task whose handler has this body; `ctx` is typed as Loopward types it as far as rules ask. */
export function handler(body: string, before = "", prefix = "async "): string {
  return (
    `import { defineTask } from "loopward";\n${before}\n` +
    `interface Ctx { yieldIfDue(): Promise<void> }\n` +
    `export const t = defineTask({ name: "t", ${prefix}run(input: any, ctx: Ctx) { ${body} } });`
  );
}
