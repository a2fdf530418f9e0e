import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { channels } from "../../runtime/channels.js";
import { root } from "../support/cli.js";
import { runGuarded } from "./guarded-process.js";

describe("channels", () => {
  it("are those of the page", async () => {
    const page = await readFile(join(root, "docs/observability.md"), "utf8");
    const listed = [...page.matchAll(/^\| `(loopward:[\w:]+)`/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(Object.keys(channels).sort());
  });

  it("tell of runs and stalls where the guard works in the caller's own process", async () => {
    const told = await runGuarded();
    const run = { task: "mine", queue: "own", runId: "7", attempt: 2, handler: "mine" };
    expect(told).toMatchObject([
      { channel: "loopward:run:start", message: { ...run, redelivered: false } },
      { channel: "loopward:run:settle", message: { ...run, outcome: "completed" } },
      { channel: "loopward:run:start", message: { task: "fails" } },
      { channel: "loopward:run:settle", message: { task: "fails", outcome: "failed" } },
      { channel: "loopward:stall", message: { handler: "mine", report: { ongoing: false } } },
    ]);
  });
});
