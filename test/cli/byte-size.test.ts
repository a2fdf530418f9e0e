import { describe, expect, it } from "vitest";
import { byteSize } from "../../src/cli/parse.js";

describe("byteSize", () => {
  it.each([
    ["1kb", 1_024],
    ["64mb", 67_108_864],
    ["1.5 GB", 1_610_612_736],
  ])("reads %s", (text, bytes) => {
    expect(byteSize(text)).toBe(bytes);
  });

  it.each(["", "64", "0mb", "-1mb", "1tb", "mb"])("refuses %j", (text) => {
    expect(() => byteSize(text)).toThrow("a size like 64mb");
  });
});
