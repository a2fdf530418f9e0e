import { describe, expect, it } from "vitest";
import { runGuarded } from "./support/guarded.js";

describe("the watchdog's view of the main thread", () => {
  it("never ascribes a call to nobody because it looked between two words", async () => {
    const { code, stderr, stdout } = await runGuarded("torn-look.mjs");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({ caller: 10_000, nobody: 0 });
  });
});
