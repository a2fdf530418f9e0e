import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { tempFolder } from "../../support/temp-folder.js";
import { expectMarked, task } from "../support/findings.js";

/** A folder in which the package `slow` is installed, with these files. */
async function installed(files: Record<string, string>): Promise<string> {
  const folder = await tempFolder();
  const place = join(folder, "node_modules/slow");
  await mkdir(place, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(place, name), text);
  return folder;
}

const MANIFEST = JSON.stringify({ name: "slow", loopward: { blocking: "./blocking.json" } });

describe("a package's own list", () => {
  it("says which of its functions, classes and methods block", async () => {
    const list = [
      { name: "render", instead: "`renderLater`" },
      { name: "Page", member: { form: "constructor" } },
      { name: "save", member: { form: "method", of: "Page" }, cost: "data", awaitable: true },
      { module: "slow/extra", name: "default" },
    ];
    const folder = await installed({ "package.json": MANIFEST, "blocking.json": JSON.stringify(list) });
    expectMarked(
      task(
        `render(); // blocks: slow.render\nconst page = new Page(); // blocks: new slow.Page\nawait page.save(); // blocks: slow.Page#save\nextra(); // blocks: slow/extra\nquick();`,
        `import { render, Page, quick } from "slow";\nimport extra from "slow/extra";`,
      ),
      { folder },
    );
  });

  it("holds for every package beneath", async () => {
    const folder = await installed({ "package.json": MANIFEST, "blocking.json": `[{ "name": "render" }]` });
    expectMarked(task(`render(); // blocks: slow.render`, `import { render } from "slow";`), {
      folder: `${folder}/packages/worker/src`,
    });
  });

  it("wins over the catalogue, and settings win over it", async () => {
    const folder = await installed({ "package.json": MANIFEST, "blocking.json": `[{ "name": "render" }]` });
    const blocking = [{ module: "slow", name: "render", cost: "light" as const }];
    expectMarked(task(`render();`, `import { render } from "slow";`), { folder, settings: { blocking } });
  });

  it.each([
    ["no list", JSON.stringify({ name: "slow" }), undefined],
    ["no such file", MANIFEST, undefined],
    ["no JSON", MANIFEST, "{"],
    ["what is no entry", MANIFEST, `[{ "name": 1 }]`],
  ])("is left out where a package ships %s", async (_, manifest, list) => {
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on("warning", note);
    onTestFinished(() => void process.off("warning", note));
    const folder = await installed({
      "package.json": manifest,
      ...(list === undefined ? {} : { "blocking.json": list }),
    });
    expectMarked(task(`render();`, `import { render } from "slow";`), { folder });
    // Warnings are emitted on the next tick.
    await new Promise(setImmediate);
    expect(warnings).toHaveLength(manifest === MANIFEST ? 1 : 0);
  });

  it("is no list of marks: those are read from its declarations", async () => {
    const folder = await installed({
      "package.json": JSON.stringify({ name: "slow", types: "index.d.ts" }),
      "index.d.ts": `/** @blocking \`renderLater\` */\nexport declare function render(): void;\nexport declare function quick(): void;\n/** @nonblocking uses a thread */\nexport declare function later(): void;`,
    });
    expectMarked(
      task(
        `render(); // blocks: slow.render\nquick();\nlater();`,
        `import { render, quick, later } from "slow";`,
      ),
      { folder },
    );
  });
});
