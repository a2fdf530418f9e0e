// Runs the task of a fixture under the guard, as a host does: TypeScript through tsx, innocents beside it.
import { pathToFileURL } from "node:url";
import { run, sleep, turn, withInnocents } from "./setup.mjs";

const [esm, cjs] = await Promise.all([import("tsx/esm/api"), import("tsx/cjs/api")]);
cjs.register();
esm.register();
const { task } = await import(pathToFileURL(process.argv[2]).href);
const ctx = {
  id: "1",
  attempt: 1,
  redelivered: false,
  signal: new AbortController().signal,
  log: () => undefined,
  progress: () => undefined,
  yieldIfDue: turn,
};
await withInnocents(20, async () => {
  await sleep(30);
  await run(task.name, () => task.run(undefined, ctx));
  await sleep(30);
});
