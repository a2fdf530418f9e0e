import { describe, expect, it } from "vitest";
import { parseSettings } from "../../rules/settings/settings.js";
import { expectMarked, findingsIn, task } from "./support/findings.js";

describe("settings", () => {
  it.each([
    [{ taks: [] }, "taks"],
    [{ tasks: [{ modul: "x" }] }, "tasks.0"],
    [{ tasks: [{ module: "x", argument: -1 }] }, "tasks.0"],
    [{ tasks: "bullmq" }, "tasks"],
    [{ blocking: [{ module: "x" }] }, "blocking.0.name"],
    ["nonsense", "settings"],
  ])("%j are refused with the place of the mistake", (input, place) => {
    expect(() => parseSettings(input)).toThrow(
      expect.objectContaining({
        code: "LOOPWARD_BAD_SETTINGS",
        message: expect.stringContaining(place) as string,
      }),
    );
  });

  it("may be left out", () => {
    expect(parseSettings(undefined)).toEqual({ tasks: [], offload: [], blocking: [], workspace: [] });
  });

  it("add APIs that block", () => {
    const settings = {
      blocking: [
        { module: "slow-pdf", name: "render", instead: "`slow-pdf/worker`" },
        { module: "slow-pdf", name: "save", member: { form: "method" as const, of: "Document" } },
      ],
    };
    const source = task(
      `render(); // blocks: slow-pdf.render\nnew Document().save(); // blocks: slow-pdf.Document#save`,
      `import { render, Document } from "slow-pdf";`,
    );
    expectMarked(source, { settings });
    expect(findingsIn(source, { settings })[0]?.advice).toBe("Use `slow-pdf/worker`.");
    expect(findingsIn(source)).toEqual([]);
  });

  it.each([
    ["of the project", `inThread(() => fs.readFileSync("a"));`, { call: "inThread" }],
    ["of a package", `pool.exec(() => fs.readFileSync("a"));`, { module: "threads" }],
  ])("name functions %s behind which work leaves the loop", (_, body, offload) => {
    const source = task(
      body,
      `import { pool } from "threads";\nfunction inThread(work: () => void) { work(); fs.readFileSync("b"); }`,
    );
    expect(findingsIn(source).length).toBeGreaterThan(0);
    expect(findingsIn(source, { settings: { offload: [offload] } })).toEqual([]);
  });

  it("are joined by marks on declarations", () => {
    expectMarked({
      "task.ts": task(
        `render(); // blocks: render\nnew Page().print(); // blocks: Page.print`,
        `import { render, Page } from "./page";`,
      ),
      "page.ts": `import fs from "fs";\n/** @blocking \`renderLater\` */\nexport const render = () => fs.readFileSync("a");\nexport class Page {\n  /** Prints.\n   * @blocking */\n  print() {}\n}`,
    });
  });
});
