import { expect, it } from "vitest";
import { parseSince } from "../../src/reports/since.js";

const now = Date.parse("2026-11-23T18:00:00.000Z");

it.each([
  ["90s", "2026-11-23T17:58:30.000Z"],
  ["15m", "2026-11-23T17:45:00.000Z"],
  ["1h", "2026-11-23T17:00:00.000Z"],
  ["7d", "2026-11-16T18:00:00.000Z"],
  ["2w", "2026-11-09T18:00:00.000Z"],
  ["2026-11-01", "2026-11-01T00:00:00.000Z"],
  ["2026-11-01T10:30:00Z", "2026-11-01T10:30:00.000Z"],
  ["2026-11-01T10:30:00.5+02:00", "2026-11-01T08:30:00.500Z"],
])("--since %s means %s", (text, iso) => {
  expect(parseSince(text, now).toISOString()).toBe(iso);
});

it.each(["", "7", "d", "-1h", "1 h", "yesterday", "2026", "2026-13-40", "99999999999999999999d", "banana 1"])(
  "--since %j is refused",
  (text) => {
    expect(() => parseSince(text, now)).toThrow(expect.objectContaining({ code: "LOOPWARD_BAD_OPTION" }));
  },
);
