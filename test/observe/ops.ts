import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parser } from "@prometheus-io/lezer-promql";
import { parse } from "yaml";
import { root } from "../support/cli.js";

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string }[];
  }[];
}

interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

export const alertRules = async (): Promise<Rules> =>
  parse(await readFile(join(root, "docs/ops/alerts.yml"), "utf8")) as Rules;

export const dashboard = async (): Promise<Dashboard> =>
  JSON.parse(await readFile(join(root, "docs/ops/grafana-dashboard.json"), "utf8")) as Dashboard;

/** Every query of the rules and of the dashboard; Grafana's own variables as what it puts in their place. */
export async function opsQueries(): Promise<string[]> {
  const rules = (await alertRules()).groups.flatMap((group) => group.rules.map(({ expr }) => expr));
  const panels = (await dashboard()).panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  return [...rules, ...panels.map((expr) => expr.replaceAll("$__rate_interval", "5m"))];
}

/** What a PromQL expression asks for, and whether it is one. */
export function queriesOf(expr: string): {
  readonly faults: number;
  readonly metrics: readonly string[];
  /** `label="value"` and the like. */
  readonly matchers: readonly { readonly label: string; readonly value: string }[];
} {
  let faults = 0;
  const metrics: string[] = [];
  const matchers: { label: string; value: string }[] = [];
  parser.parse(expr).iterate({
    enter({ type, from, to, node }) {
      const text = expr.slice(from, to);
      if (type.isError) faults += 1;
      if (type.name === "Identifier" && node.parent?.type.name === "VectorSelector") metrics.push(text);
      const [, label, value] = /^(\w+)\s*[=!]~?\s*"(.*)"$/.exec(text) ?? [];
      if (type.name.endsWith("Matcher") && label !== undefined && value !== undefined)
        matchers.push({ label, value });
    },
  });
  return { faults, metrics, matchers };
}
