import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/findings/report.js";
import { readReports } from "../../src/reports/read.js";
import { blocksOf, textOf } from "../docs/support/blocks.js";
import { linesOf } from "../docs/support/commands.js";
import { eventually } from "../support/eventually.js";
import { root } from "../support/fixtures.js";
import { redisServer } from "../support/servers.js";
import { Stranger, type Packed } from "./stranger.js";

let stranger: Stranger;
let packed: Packed;

const redis = await redisServer();
const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
  exports: Record<string, string | { types: string }>;
  scripts: Record<string, string>;
};

beforeAll(async () => {
  ({ stranger, packed } = await Stranger.install());
}, 240_000);

afterAll(async () => {
  await stranger?.leave();
  await redis?.stop();
});

/** Runs a checker of packages over the tarball. */
function checked(bin: string, ...args: string[]): Promise<{ stdout: string }> {
  const program = join(root, "node_modules", bin);
  return promisify(execFile)(process.execPath, [program, packed.tarball, ...args]);
}

describe("the package", () => {
  it("holds what users need, and nothing else", () => {
    const paths = packed.files.map(({ path }) => path);
    const needed =
      /^(package\.json|README\.md|LICENSE|dist\/report\.schema\.json|dist\/(src|rules|runtime)\/.*\.(js|d\.ts)|dist\/web\/.*)$/;
    expect(paths.filter((path) => !needed.test(path))).toEqual([]);
    expect(paths).toEqual(expect.arrayContaining(["LICENSE", "README.md", "dist/web/LICENSES.txt"]));
    expect(paths.filter((path) => /\.map$|\.test\./.test(path))).toEqual([]);
  });

  it("has the licences of what its page bundles", async () => {
    const licences = await readFile(join(root, "dist/web/LICENSES.txt"), "utf8");
    for (const name of ["preact", "uplot"]) expect(licences).toMatch(new RegExp(`^${name}$`, "m"));
  });

  it("runs no script when it is installed", () => {
    const atInstall = ["preinstall", "install", "postinstall", "prepare"];
    expect(Object.keys(manifest.scripts).filter((name) => atInstall.includes(name))).toEqual([]);
  });

  it("is clean for publint and attw", async () => {
    await expect(checked("publint/src/cli.js", "--strict")).resolves.toBeDefined();
    await expect(
      checked("@arethetypeswrong/cli/dist/index.js", "--profile", "esm-only"),
    ).resolves.toBeDefined();
  });
});

describe("a stranger's project", () => {
  it.each(["node16", "bundler", "nodenext, in CommonJS"])(
    "has the types of each sub-path: %s",
    async (how) => {
      const [resolution = ""] = how.split(",");
      const file = how.includes("CommonJS") ? "types.cts" : "types.ts";
      await stranger.write(`types/${file}`, TYPES);
      const moduleKind = resolution === "bundler" ? "esnext" : resolution;
      const flags = `--module ${moduleKind} --moduleResolution ${resolution} --strict --noEmit --target es2023 --types node`;
      const { code, said } = await stranger.run(
        `npx tsc ${flags} --resolveJsonModule --skipLibCheck types/${file}`,
      );
      expect({ code, said }).toEqual({ code: 0, said: "" });
    },
  );

  it("knows every sub-path in that test", () => {
    const paths = Object.keys(manifest.exports).map((path) => `"${path.replace(/^\./, "loopward")}"`);
    for (const path of paths) expect(TYPES).toContain(path);
  });

  it("fails a test in which a task blocks, with loopward/testing", async () => {
    await stranger.write("blocks.test.js", BLOCKING_TEST);
    const { code, said } = await stranger.run("node --test blocks.test.js");
    expect({ code, said }).toMatchObject({ code: 0 });
  });

  it("is linted with the README's configuration", async () => {
    const config = blocksOf("README.md").find(({ text }) => text.startsWith("// eslint.config.js"));
    await stranger.write("linted/eslint.config.js", config?.text ?? "");
    await stranger.write(
      "linted/tsconfig.json",
      '{ "compilerOptions": { "module": "nodenext" }, "include": ["*.ts"] }',
    );
    await stranger.write("linted/tasks.ts", BLOCKING_TASK);
    const { code, said } = await stranger.run("npx eslint --config linted/eslint.config.js linted/tasks.ts");
    expect({ code, said }).toMatchObject({ code: 1 });
    expect(said).toMatch(/5:\d+ +error +`child_process\.execSync` .*loopward\/no-blocking-call/);
  });
});

const page = textOf("docs/first-steps.md");
const told = new Set(
  blocksOf("docs/first-steps.md")
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => linesOf(text)),
);

/** A command of the page: what is run here is what stands there. */
function command(text: string): string {
  expect([...told]).toContain(text);
  return text;
}

/** The first line of a block of the page that shows this. */
function shown(pattern: RegExp): string {
  return pattern.exec(page)?.[0] ?? `nothing like ${pattern}`;
}

async function writeFilesOfPage(): Promise<void> {
  for (const { text, language } of blocksOf("docs/first-steps.md")) {
    const [, name] = language === "js" ? (/^\/\/ (\S+)\n/.exec(text) ?? []) : [];
    if (name) await stranger.write(name, text);
  }
}

/** Of pino; a busy machine may have warnings. */
const ERROR = 50;
const LISTED = /(—|invoice) +[\d.]+ m?s +invoice\.js:5 +child_process\.execSync +\d+ +reported/;

describe.skipIf(!redis)("docs/first-steps.md, with a BullMQ application", () => {
  const env = { env: { REDIS_URL: redis?.url ?? "" } };

  /** Starts what runs the jobs, has two done, and ends it when a report of them is there. */
  async function work(worker: string): Promise<string> {
    const before = (await blamed()).length;
    const started = stranger.start(worker, env);
    const produced = await stranger.run("node produce.js", env);
    expect(produced).toMatchObject({ code: 0, said: expect.stringContaining("invoice 18") as string });
    await eventually("a report of the stall", async () => (await blamed()).length > before);
    await started.stop();
    return started.said();
  }

  async function blamed(): Promise<Report[]> {
    const { reports } = await readReports(join(stranger.folder, ".loopward/reports"));
    return reports.filter(({ ongoing, blame }) => !ongoing && blame?.file === "invoice.js");
  }

  beforeAll(writeFilesOfPage);

  it("1: shows the line that stalls, with no change to the code", async () => {
    expect(page).toContain("(here: `node produce.js` in a second terminal)");
    await work(command("node --import loopward/register worker.js"));
    const { said } = await stranger.run(command("npx loopward reports"));
    expect(said).toMatch(LISTED);
    expect(shown(/^\d{4}.*reported$/m)).toMatch(LISTED);
    expect((await stranger.run(command("npx loopward reports summary"))).said).toContain("invoice.js:5");
    const [id = ""] = /[0-9a-f]{8}(?= +— +[\d.]+ m?s +invoice)/.exec(said) ?? [];
    expect((await stranger.run(`npx loopward reports show ${id}`)).said).toContain(
      '> 5 |   execSync("sleep 0.5")',
    );
  });

  it("2: names the job", async () => {
    await work(command("node guarded-worker.js"));
    expect((await stranger.run("npx loopward reports --task invoice")).said).toMatch(LISTED);
  });

  it("3: finds the line before it runs", async () => {
    const { code, said } = await stranger.run(command("npx loopward check"));
    expect(code).toBe(1);
    // The page shows one of the workers alone; here are all of them.
    for (const line of shown(/invoice\.js:5:3[\s\S]*?invoice \$\{order\}`;\n.*\n/).split("\n"))
      expect(said).toContain(line);
    for (const line of shown(/ {2}path {5}.*\n.*\n {2}instead.*/)
      .split("\n")
      .slice(1))
      expect(said).toContain(line);
    expect(said).toMatch(/path +<anonymous> (guarded-)?worker\.js:\d+/);
  });

  it("4: runs the processor in a guarded host", async () => {
    const worker = command(
      "npx loopward worker -A invoices=./processors/invoices.js -c 50 --guard --broker redis://127.0.0.1:6379",
    );
    const said = await work(worker.replace("redis://127.0.0.1:6379", redis!.url));
    expect(said).toMatch(
      /stall: invoice \d+ held the loop for \d+ ms at invoice\.js:5 \(child_process\.execSync\)/,
    );
  });
});

describe("docs/first-steps.md, afresh", () => {
  it("runs a task on the embedded broker", async () => {
    const shop = join(stranger.folder, "shop");
    await stranger.write("shop/.keep", "");
    expect(await stranger.run(command("npx loopward init"), { cwd: shop })).toMatchObject({ code: 0 });
    command("npm run worker");
    const { scripts } = JSON.parse(await readFile(join(shop, "package.json"), "utf8")) as typeof manifest;
    const worker = stranger.start(`npx ${scripts.worker}`, { cwd: shop });
    await worker.until(/ready: 1 task,/);
    const sent = await stranger.run(command(`npx loopward send greet '{"name":"world"}' --wait`), {
      cwd: shop,
    });
    expect(sent).toEqual({ code: 0, said: `${shown(/^completed greet.*$/m)}\n` });
    await worker.stop();
    const lines = worker.said().split("\n").filter(Boolean);
    const levels = lines.map((line) => (JSON.parse(line) as { level: number }).level);
    expect(
      levels.filter((level) => level >= ERROR),
      worker.said(),
    ).toEqual([]);
  });
});

const TYPES = `import { chain, createWorker, defineConfig, defineTask, group, LoopwardError, StallError } from "loopward";
import type { Finding, Report, Task, WorkerOptions } from "loopward";
import eslint from "loopward/eslint";
import { startGuard, type ProcessGuard } from "loopward/guard";
import { BlockedError, guardTests, noBlocking } from "loopward/testing";
import "loopward/register";
import schema from "loopward/report.schema.json";
import manifest from "loopward/package.json";

const shrink = defineTask({ name: "shrink", run: (image: string) => image.length });
export const typed: Task<string, number> = shrink;
// @ts-expect-error the input is a text
export const wrong = shrink.enqueue(17);
export const options: WorkerOptions = { app: ["tasks.js"], guard: { mode: "abort" } };
export const all = [chain, createWorker, defineConfig, group, LoopwardError, StallError, startGuard, BlockedError];
export const tools = [guardTests, noBlocking, eslint.configs.recommended, schema.$id, manifest.version];
export type Told = [Finding, Report, ProcessGuard];
`;

const BLOCKING_TASK = `import { execSync } from "node:child_process";
import { defineTask } from "loopward";

export const backUp = defineTask({ name: "back-up", run: copy });
function copy() { execSync("cp -r data backup"); }
`;

const BLOCKING_TEST = `import assert from "node:assert";
import { execSync } from "node:child_process";
import test from "node:test";
import { BlockedError, noBlocking } from "loopward/testing";

test("a task that blocks fails", async () => {
  await assert.rejects(
    noBlocking(async () => execSync("sleep 0.3")),
    (error) => error instanceof BlockedError && error.message.includes("blocks.test.js:8"),
  );
  assert.equal(await noBlocking(async () => "quick"), "quick");
});
`;
