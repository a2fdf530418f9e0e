import { execFile } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "../support/cli.js";
import { redisServer } from "../support/servers.js";
import { tempFolder } from "../support/temp-folder.js";

const run = promisify(execFile);
const redis = await redisServer();

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: unknown;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

const page = await readFile(join(root, "docs/ci.md"), "utf8");
const [, yaml = ""] = /^```yaml\n([\s\S]*?)^```$/m.exec(page) ?? [];
const workflow = parse(yaml) as Workflow;
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

/** What the page's `npm test` may look like: a worker does one job, and blocks at it. */
const TEST = `import { spawn, execFileSync } from "node:child_process";
import { createInterface } from "node:readline";
const bin = "node_modules/loopward/dist/src/cli/main.js";
const worker = spawn(process.execPath, [bin, "worker", "-A", "tasks.js"], { stdio: ["ignore", "pipe", "inherit"] });
for await (const line of createInterface({ input: worker.stdout })) if (line.includes("ready")) break;
execFileSync(process.execPath, [bin, "send", "mails.render", "-A", "tasks.js", "--wait"]);
worker.stdout.resume();
worker.kill("SIGTERM");
`;
const TASKS = `import { defineTask } from "loopward";
import { render } from "./render.js";
export const mail = defineTask({ name: "mails.render", queue: "mails", run: async () => render() });
`;
const CALM = `export const render = () => "hello";\n`;
const BLOCKS = `import { execSync } from "node:child_process";\nexport const render = () => String(execSync("sleep 0.8"));\n`;

afterAll(() => redis?.stop());

describe("docs/ci.md", () => {
  it("is a workflow that reads, and uploads what its commands write", () => {
    expect(workflow.permissions).toEqual({ contents: "read", "security-events": "write" });
    expect(Object.keys(workflow.on as object)).toEqual(["pull_request", "push"]);
    for (const step of steps) expect([step.uses, step.run].filter(Boolean)).toHaveLength(1);
    const uploaded = steps.flatMap((step) => (step.with?.sarif_file as string | undefined) ?? []);
    const written = steps.flatMap(({ run: text }) => /--out (\S+\.sarif)/.exec(text ?? "")?.[1] ?? []);
    expect(written).toEqual(["check.sarif", "stalls.sarif"]);
    expect(uploaded).toEqual(written);
  });
});

describe.skipIf(!redis)("the commands of docs/ci.md", () => {
  async function project(): Promise<{ folder: string; base: string }> {
    const folder = await tempFolder();
    const files = {
      "tasks.js": TASKS,
      "render.js": CALM,
      "test.js": TEST,
      ".gitignore": ".loopward\nnode_modules\n*.sarif\n",
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const scripts = { test: "node test.js" };
    await writeFile(join(folder, "package.json"), JSON.stringify({ name: "shop", type: "module", scripts }));
    await mkdir(join(folder, "node_modules/.bin"), { recursive: true });
    await symlink(root, join(folder, "node_modules/loopward"));
    await symlink("../loopward/dist/src/cli/main.js", join(folder, "node_modules/.bin/loopward"));
    await git(folder, "init", "-q");
    await git(folder, "add", "-A");
    await git(folder, "commit", "-qm", "calm");
    return { folder, base: (await git(folder, "rev-parse", "HEAD")).trim() };
  }

  async function git(cwd: string, ...args: string[]): Promise<string> {
    const who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"];
    return (await run("git", [...who, ...args], { cwd })).stdout;
  }

  /** Runs each step's command as a runner does, the later ones also after one that failed. */
  async function runSteps({ folder, base }: { folder: string; base: string }) {
    const ended: { command: string; code: number; output: string }[] = [];
    for (const { run: command, env = {} } of steps) {
      if (command === undefined || command === "npm ci") continue;
      const own = Object.fromEntries(
        Object.entries(env).map(([name, value]) => [name, value.startsWith("${{") ? base : value]),
      );
      const options = {
        cwd: folder,
        env: { ...process.env, LOOPWARD_BROKER: redis!.url, NO_COLOR: "1", ...own },
      };
      const { code, output } = await run("bash", ["-e", "-c", command], options).then(
        ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
        (error: { code: number; stdout: string; stderr: string }) => ({
          code: error.code,
          output: error.stdout + error.stderr,
        }),
      );
      ended.push({ command, code, output });
    }
    return ended;
  }

  it("pass where nothing blocks", async () => {
    const calm = await project();
    expect((await runSteps(calm)).map(({ command, code }) => [command, code])).toEqual(
      steps.flatMap(({ run: command }) => (command && command !== "npm ci" ? [[command, 0]] : [])),
    );
  });

  it("fail with annotations where a change lets a task block", async () => {
    const changed = await project();
    await writeFile(join(changed.folder, "render.js"), BLOCKS);
    await git(changed.folder, "commit", "-qam", "blocks");
    const [since, sarif, tests, gate, stalls] = await runSteps(changed);
    expect([since, sarif, tests, gate, stalls].map((step) => step?.code)).toEqual([1, 0, 0, 1, 0]);
    expect(since?.output).toMatch(/^::error file=render\.js,line=2,/m);
    expect(gate?.output).toMatch(/^::error file=render\.js,line=2,/m);
    expect(gate?.output).toContain("Over budget (worst>=500ms)");
    for (const file of ["check.sarif", "stalls.sarif"]) {
      const log = JSON.parse(await readFile(join(changed.folder, file), "utf8")) as {
        version: string;
        runs: { results: unknown[] }[];
      };
      expect([log.version, log.runs[0]?.results.length]).toEqual(["2.1.0", 1]);
    }
  });
});
