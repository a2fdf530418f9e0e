import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Queue } from "bullmq";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { CliLab, type Cli } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { redisServer } from "../support/servers.js";
import { makeProject } from "./project.js";

const server = await redisServer();
// `script`, which lends a program a terminal, takes other arguments elsewhere.
const onLinux = process.platform === "linux";
const APP = `import { defineTask } from "loopward";
export const nap = defineTask({ name: "nap", queue: "naps", run: () => "done" });
`;
let lab = new CliLab();
let project: string;

beforeEach(() => {
  project = lab.folder();
  makeProject(project, APP);
});
afterEach(async () => {
  await lab.clean();
  lab = new CliLab();
});
afterAll(() => server?.stop());

/** Types the answer once it is asked: a question stands on no line of its own. */
async function answer(cli: Cli, question: RegExp, typed: string): Promise<void> {
  let said = "";
  cli.child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await eventually(`it asks ${question}`, () => question.test(said));
  cli.child.stdin.write(`${typed}\n`);
}

describe.skipIf(!onLinux)("loopward init, with someone at the terminal", () => {
  it.each([
    ["y", "written", false],
    ["yes", "written", false],
    ["n", "kept as it is", true],
    ["", "kept as it is", true],
  ])("asks before it overwrites a file: %j", async (typed, outcome, stays) => {
    const folder = lab.folder();
    const file = join(folder, "tasks.js");
    writeFileSync(file, "// mine\n");
    const cli = lab.startOnTerminal(["init"], { cwd: folder });
    await answer(cli, /tasks\.js is there\. Overwrite it\? \[y\/N\]/, typed);
    expect(await cli.exit()).toBe(0);
    expect(cli.stdout.join("\n")).toContain(`tasks.js: ${outcome}`);
    expect(readFileSync(file, "utf8") === "// mine\n").toBe(stays);
  });
});

describe.skipIf(!onLinux || !server)("loopward worker --purge, with someone at the terminal", () => {
  it.each([
    ["no", 2, 1],
    ["y", 0, 0],
  ])("removes jobs only after a yes: %s", async (typed, code, left) => {
    const queue = new Queue("naps", { connection: { url: server!.url } });
    try {
      await queue.obliterate({ force: true });
      const { id } = await queue.add("nap", null, { delay: 3_600_000 });
      const args = ["worker", "-A", "tasks.js", "--broker", server!.url, "--purge", "--without-control"];
      const cli = lab.startOnTerminal(args, { cwd: project });
      await answer(cli, /Remove all jobs of all queues of these tasks that have not begun\? \[y\/N\]/, typed);
      if (code === 0) {
        await cli.line(/ready/);
        // Ctrl-C, as it is typed.
        cli.child.stdin.write("\x03");
      }
      expect(await cli.exit()).toBe(code);
      if (code === 2) expect(cli.stdout.join("\n")).toContain("you did not say yes");
      expect(await queue.getJob(id!)).toEqual(left ? expect.anything() : undefined);
    } finally {
      await queue.close();
    }
  });
});
