import { describe, expect, it } from "vitest";
import { eventually } from "../support/eventually.js";
import { redisServer } from "../support/servers.js";
import { eachInProject } from "./project.js";

const server = await redisServer();

const APP = `import { defineTask } from "loopward";
export const nothing = defineTask({ name: "nothing", queue: "nothing", run: async () => null });
`;

/** Tells the size of a half of a supervisor's young generation, in MB, when it ends. */
const PROBE = `
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
// As on a Node whose default is larger than this one's.
if (process.env.UNSAID) delete process.env.NODE_OPTIONS;
if (process.argv[1]?.endsWith("/cli/main.js"))
  process.once("exit", () => {
    // While Node 24 marks the old generation it lets the young one outgrow its size.
    setFlagsFromString("--expose-gc");
    runInNewContext("gc")({ type: "minor" });
    const half = getHeapSpaceStatistics().find((it) => it.space_name === "new_space");
    console.log("young MB:", Math.ceil((half.space_used_size + half.space_available_size) / 2 ** 20));
  });
`;

const JOBS = 20_000;
const here = eachInProject(server, APP, "nothing");

/** How large it is after so many jobs. */
async function youngMb(said: Readonly<Record<string, string>>): Promise<number> {
  const options = `--max-semi-space-size=64 --import data:text/javascript,${encodeURIComponent(PROBE)}`;
  const env = { NODE_OPTIONS: options, ...said };
  const flags = ["-A", "tasks.js", "-P", "async", "-c", "1000", "--broker", server!.url];
  const worker = here.lab.start(["worker", ...flags], { cwd: here.project, env });
  await worker.line(/"ready|ready:/);
  await here.queue.addBulk(Array.from({ length: JOBS }, () => ({ name: "nothing", data: {} })));
  await eventually("all are done", async () => (await here.queue.getCompletedCount()) === JOBS);
  worker.child.kill("SIGTERM");
  expect(await worker.exit()).toBe(0);
  await here.queue.obliterate();
  return Number((await worker.line(/^young MB:/)).split(":")[1]);
}

describe.skipIf(!server)("the young generation of a supervisor", () => {
  it("does not grow with the jobs, unless a size was said", async () => {
    expect(await youngMb({ UNSAID: "yes" })).toBe(16);
    expect(await youngMb({})).toBeGreaterThan(16);
  });
});
