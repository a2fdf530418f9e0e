import { afterAll, describe, expect, it } from "vitest";
import { makeProject } from "../cli/project.js";
import { CliLab } from "../support/cli.js";
import { postgresServer } from "../support/servers.js";

const lab = new CliLab();
const postgres = await postgresServer();

afterAll(async () => {
  await lab.clean();
  await postgres?.stop();
});

describe.skipIf(!postgres)("a worker that died, on PostgreSQL", () => {
  it("leaves its job to the next one, once the lock has run out", async () => {
    const cwd = lab.folder();
    makeProject(
      cwd,
      `import { defineTask } from "loopward";
export const wait = defineTask({ name: "wait", queue: "dead-worker", run: (_, { log }) => {
  log("begun");
  return process.env.WAITS ? new Promise(() => setInterval(() => {}, 1000)) : "done by the next";
} });`,
    );
    const env = { LOOPWARD_BROKER: postgres!.url };
    const args = ["worker", "-A", "tasks.js", "--lock-duration", "1000"];
    const first = lab.start(args, { cwd, env: { ...env, WAITS: "1" } });
    await first.line(/ready/);
    const sent = lab.start(["send", "wait", "{}", "--wait"], { cwd, env });
    await first.line(/begun/);
    first.child.kill("SIGKILL");
    await lab.start(args, { cwd, env }).line(/ready/);
    expect(await sent.exit()).toBe(0);
    expect(sent.stdout.join()).toContain("done by the next");
  });
});
