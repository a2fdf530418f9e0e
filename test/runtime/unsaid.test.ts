import { describe, expect, it } from "vitest";
import { createSharedState } from "../../runtime/shared-state.js";
import { claimUnsaid, Unsaid } from "../../runtime/unsaid.js";

describe("what the main thread has still to say", () => {
  it("is its own to say while the loop turns", () => {
    const state = createSharedState();
    const unsaid = new Unsaid(state);
    expect(unsaid.add("a")).toBe(true);
    expect(unsaid.add("b — ünï")).toBe(true);
    expect(unsaid.take()).toEqual(["a", "b — ünï"]);
    expect(unsaid.take()).toEqual([]);
    expect(claimUnsaid(state)).toEqual([]);
  });

  it("is said once: by the watchdog, or by the main thread", () => {
    const state = createSharedState();
    const unsaid = new Unsaid(state);
    unsaid.add("a");
    unsaid.add("b");
    expect(claimUnsaid(state)).toEqual(["a", "b"]);
    expect(claimUnsaid(state)).toEqual([]);
    unsaid.add("c");
    expect(unsaid.take()).toEqual(["c"]);
    unsaid.add("d");
    expect(claimUnsaid(state)).toEqual(["d"]);
    expect(unsaid.take()).toEqual([]);
  });

  it("must be said at once when it has no room, and nothing of it is lost", () => {
    const state = createSharedState();
    const unsaid = new Unsaid(state);
    const long = "x".repeat(30_000);
    expect(unsaid.add("short")).toBe(true);
    expect(unsaid.add(long)).toBe(false);
    expect(claimUnsaid(state)).toEqual([]);
    expect(unsaid.take()).toEqual(["short", long]);
    expect(unsaid.add("after")).toBe(true);
    expect(claimUnsaid(state)).toEqual(["after"]);
  });
});
