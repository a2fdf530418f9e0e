import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import { causes, type Cause } from "../../src/findings/cause.js";
import type { Report } from "../../src/findings/report.js";
import { reportJsonSchema, reportSchema } from "../../src/reports/schema.js";
import { sampleReport } from "./sample.js";

/** A type without its `readonly`s: the schema describes what is read, the type what may be done with it. */
type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

const validate = new Ajv2020({ allErrors: true, validateFormats: false }).compile(reportJsonSchema());

const wrong: readonly (readonly [string, unknown])[] = [
  ["another version", { ...sampleReport(), schema: "loopward.report/2" }],
  ["an unknown cause", { ...sampleReport(), cause: "gremlins" }],
  ["a negative duration", { ...sampleReport(), durationMs: -1 }],
  ["a missing field", { ...sampleReport(), impact: undefined }],
  ["a time that is none", { ...sampleReport(), time: "yesterday" }],
  [
    "a line that does not count from 1",
    { ...sampleReport(), stack: [{ function: "f", file: "a.ts", line: 0, column: 1 }] },
  ],
  ["a list", [sampleReport()]],
];

describe("the schema of reports", () => {
  it("is the type `Report`, to the letter", () => {
    expectTypeOf<z.infer<typeof reportSchema>>().toEqualTypeOf<Mutable<Report>>();
  });

  it.each(Object.keys(causes) as Cause[])("accepts the cause %s, with and without blame", (cause) => {
    for (const report of [
      sampleReport({ cause }),
      sampleReport({ cause, task: null, blame: null, stack: [] }),
    ]) {
      expect(reportSchema.parse(report)).toEqual(report);
      expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  it.each(wrong)("refuses %s", (_, value) => {
    expect(reportSchema.safeParse(value).success).toBe(false);
    expect(validate(JSON.parse(JSON.stringify(value)))).toBe(false);
  });

  it("lets through what a later version may add", () => {
    const later = { ...sampleReport(), swappedMs: 790 };
    expect(validate(later)).toBe(true);
    expect(reportSchema.safeParse(later).success).toBe(true);
  });
});
