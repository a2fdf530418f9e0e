import { afterEach, describe, expect, it } from "vitest";
import { MicrotaskTrap } from "../../runtime/microtask-trap.js";
import { RunContext } from "../../runtime/run-context.js";
import { createSharedState } from "../../runtime/shared-state.js";

let turns = 0;
const trap = new MicrotaskTrap(new RunContext(createSharedState(), true), () => (turns += 1));

afterEach(() => {
  trap.remove();
  trap.take();
  turns = 0;
});

async function hop(): Promise<void> {
  await Promise.resolve();
}

describe("MicrotaskTrap", () => {
  it("catches the function that makes the next promise, and tells of the microtask behind it", async () => {
    trap.set();
    await hop();

    const caught = trap.take();
    expect(caught?.frames.map(([name]) => name)).toContain("hop");
    expect(caught?.task).toBeNull();
    expect(turns).toBe(1);
    expect(trap.take()).toBeNull();
  });

  it("stays set while promises are made that are nobody's", async () => {
    trap.set();
    trap.shutFor(() => void Promise.resolve());
    expect(trap.take()).toBeNull();
    expect(() =>
      trap.shutFor(() => {
        throw new RangeError("no stack left");
      }),
    ).toThrow(RangeError);

    await hop();
    expect(trap.take()?.frames.map(([name]) => name)).toContain("hop");
  });

  it("catches nothing once it is no longer set", async () => {
    trap.set();
    trap.unset();
    await hop();
    expect(trap.take()).toBeNull();
  });

  it("catches nothing where it is not set", async () => {
    await hop();
    expect(trap.take()).toBeNull();
    expect(turns).toBe(0);
  });
});
