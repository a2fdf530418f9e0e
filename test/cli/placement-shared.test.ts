import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { CliLab, root, type Cli } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { postgresServer, redisServer } from "../support/servers.js";
import { makeProject } from "./project.js";

const APP = readFileSync(join(root, "test/cli/samples/shared-placement.js"), "utf8");
/** What others learnt is asked for every two seconds; the rest is for a loaded machine. */
const WITHIN_MS = 10_000;

const folders = new CliLab();
const servers = [
  ["Redis", await redisServer()],
  ["PostgreSQL", await postgresServer()],
  ["the embedded broker", { url: `embedded:${folders.folder()}`, stop: () => Promise.resolve() }],
] as const;
const lab = new CliLab();
afterEach(() => lab.clean());
afterAll(async () => {
  for (const [, server] of servers) await server?.stop();
  await folders.clean();
});

describe.each(servers)("workers on several machines with %s", (_name, server) => {
  it("place a task that blocks in one of them, and say from whom they have it", async () => {
    if (!server) return;
    const cli = ["--broker", server.url];
    const worker = (name: string, blockMs: number, ...more: string[]) => {
      const cwd = lab.folder();
      makeProject(cwd, APP);
      writeFileSync(join(cwd, "loopward.config.json"), JSON.stringify({ worker: { spare: false } }));
      const flags = ["worker", "-A", "tasks.js", "--guard", "--processes", "1", "-c", "2", "-n", name];
      return {
        cwd,
        cli: lab.start([...flags, ...cli, ...more], { cwd, env: { BLOCK_MS: String(blockMs) } }),
      };
    };
    const blocked = worker("blocked", 400);
    const other = worker("other", 0);
    const deaf = worker("deaf", 0, "--placement", "off");
    for (const each of [blocked, other, deaf]) await each.cli.line(/ready:/);
    const send = (task: string, count: number) => {
      const input = `${JSON.stringify({ task, input: {} })}\n`.repeat(count);
      return lab.run(["send", "--file", "-", "-A", "tasks.js", ...cli, "--wait", "--format", "json"], {
        ...{ cwd: other.cwd, input },
      });
    };
    // Some go to each; a stall that the machine's load explains proves nothing: as many as it takes.
    const learnt = /placement: hash runs in the process pool: \d+ stalls?, /;
    const said = ({ stdout }: Cli) => stdout.find((line) => learnt.test(line));
    await eventually("the blocked worker learns", async () => {
      await send("hash", 12);
      return said(blocked.cli);
    });
    const line = await eventually("the other hears of it", () => said(other.cli), WITHIN_MS);
    expect(line).toContain("learnt by blocked");
    expect(other.cli.stdout.filter((text) => text.includes("stall:") && text.includes("hash"))).toEqual([]);
    const shown = await lab.run(["placement"], { cwd: other.cwd });
    expect(shown.stdout).toMatch(/hash +processes +.*learnt by blocked/);

    // It acts on it: alone now, it runs the task elsewhere than the others.
    for (const gone of [blocked, deaf]) gone.cli.child.kill("SIGTERM");
    for (const gone of [blocked, deaf]) await gone.cli.exit();
    expect(said(deaf.cli)).toBeUndefined();
    const pidOf = async (task: string) =>
      (JSON.parse((await send(task, 1)).lines[0]!) as { value: { pid: number } }).value.pid;
    expect(await pidOf("hash")).not.toBe(await pidOf("quick"));

    const reset = await lab.run(["placement", "reset", "hash", ...cli], { cwd: other.cwd });
    expect(reset.stdout).toBe("Forgotten: hash");
    await other.cli.line(/placement: what was known of hash is forgotten/);
    expect(await pidOf("hash")).toBe(await pidOf("quick"));
  });
});
