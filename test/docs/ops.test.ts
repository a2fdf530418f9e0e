import { describe, expect, it } from "vitest";
import { causes } from "../../src/findings/cause.js";
import { runOutcomes } from "../../src/findings/run-outcome.js";
import { alertRules, dashboard, opsQueries, queriesOf } from "../observe/ops.js";

/** The values that these labels have; test/observe holds metrics and labels to what a worker exports. */
const values: Readonly<Record<string, readonly string[]>> = {
  cause: Object.keys(causes),
  outcome: runOutcomes,
  pool: ["async", "processes"],
  stat: ["mean", "max"],
  state: ["used", "free", "ready", "not-ready", "waiting", "completed", "failed"],
};

describe("docs/ops", () => {
  it("holds queries that parse, each of a metric", async () => {
    const queries = await opsQueries();
    expect(queries.length).toBeGreaterThan(25);
    for (const query of queries) {
      const { faults, metrics } = queriesOf(query);
      expect([query, faults]).toEqual([query, 0]);
      expect(metrics).not.toEqual([]);
    }
    expect(queriesOf("sum(rate(loopward_stalls_total[5m])").faults).toBeGreaterThan(0);
  });

  it("asks for label values that there are", async () => {
    const asked = (await opsQueries()).flatMap((query) => queriesOf(query).matchers);
    const known = asked.filter(({ label }) => label in values);
    expect(known.length).toBeGreaterThan(5);
    const unknown = known.flatMap(({ label, value }) =>
      value.split("|").filter((one) => !values[label]?.includes(one)),
    );
    expect(unknown).toEqual([]);
  });

  it("names each alert and each panel once", async () => {
    const alerts = (await alertRules()).groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
    const { panels } = await dashboard();
    for (const names of [alerts, panels.map(({ id }) => String(id)), panels.map(({ title }) => title)])
      expect(new Set(names).size).toBe(names.length);
  });
});
