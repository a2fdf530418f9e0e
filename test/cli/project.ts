import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Queue } from "bullmq";
import { afterAll, afterEach, beforeEach } from "vitest";
import { CliLab, root } from "../support/cli.js";
import type { TestServer } from "../support/servers.js";

/** Makes a folder a project that has this Loopward installed, with `app` as its tasks.js. */
export function makeProject(folder: string, app: string): void {
  writeFileSync(join(folder, "package.json"), `{"name":"shop","type":"module"}`);
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/loopward"));
  writeFileSync(join(folder, "tasks.js"), app);
}

/** Where a test finds itself. */
export interface Place {
  readonly lab: CliLab;
  /** The project's folder. */
  readonly project: string;
  readonly queue: Queue;
}

/** Before each test a project with `app` as its tasks and an empty queue, of which nothing is left after it. */
export function eachInProject(server: TestServer | null, app: string, queueName: string): Place {
  const place = { lab: new CliLab(), project: "", queue: undefined as unknown as Queue };
  beforeEach(async () => {
    if (!server) return;
    place.project = place.lab.folder();
    makeProject(place.project, app);
    place.queue = new Queue(queueName, { connection: { url: server.url } });
    await place.queue.obliterate({ force: true });
  });
  afterEach(async () => {
    await (place.queue as Queue | undefined)?.close();
    await place.lab.clean();
    place.lab = new CliLab();
  });
  afterAll(() => server?.stop());
  return place;
}
