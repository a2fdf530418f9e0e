import { expect, it, vi } from "vitest";
import { Answers } from "../../src/dashboard/answers.js";
import type { Row } from "../../src/reports/view/query.js";
import type { Overview, ReportPage } from "../../src/reports/view/types.js";
import { sampleReport } from "../reports/sample.js";

function asked() {
  const rows: Row[] = [];
  const costs = vi.fn();
  const state = { version: 1, reading: false, total: 0, unreadableLines: 0, cut: false, trouble: null };
  const add = () => {
    const facts = sampleReport();
    rows.unshift({ ms: Date.parse(facts.time), facts });
    state.version += 1;
  };
  return { answers: new Answers({ rows, state, costs }), costs, add };
}

const countIn = (json: string) => (JSON.parse(json) as Overview).reports;

it("works an answer out once for all pages, and anew when there is something new", () => {
  const { answers, costs, add } = asked();
  add();
  for (let page = 0; page < 10; page += 1) expect(countIn(answers.overview({}))).toBe(1);
  expect(costs).toHaveBeenCalledTimes(1);
  add();
  for (let page = 0; page < 10; page += 1) expect(countIn(answers.overview({}))).toBe(2);
  expect((JSON.parse(answers.page({}, 0)) as ReportPage).total).toBe(2);
  expect(countIn(answers.overview({ task: "nobody" }))).toBe(0);
  expect(costs).toHaveBeenCalledTimes(4);
});

it("forgets what was not asked for longest", () => {
  const { answers, costs } = asked();
  for (let query = 0; query < 200; query += 1) {
    answers.overview({ task: `t${query}` });
    answers.overview({});
  }
  expect(costs).toHaveBeenCalledTimes(201);
  answers.overview({ task: "t199" });
  expect(costs).toHaveBeenCalledTimes(201);
  answers.overview({ task: "t0" });
  expect(costs).toHaveBeenCalledTimes(202);
});

it("works out anew what an hour ago means", () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-23T10:59:00.000Z"), toFake: ["Date"] });
  try {
    const { answers, add } = asked();
    add();
    expect(countIn(answers.overview({ since: "1h" }))).toBe(1);
    vi.setSystemTime(Date.parse("2026-11-23T11:01:00.000Z"));
    expect(countIn(answers.overview({ since: "1h" }))).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
