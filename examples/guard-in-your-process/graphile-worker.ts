/** graphile-worker in this process: `DATABASE_URL=postgres://… npx tsx graphile-worker.ts`. */
import { EventEmitter, once } from "node:events";
import type { WorkerEvents } from "graphile-worker";
import { startGuard } from "loopward/guard";

// First, and the rest by `import()`: what is loaded earlier is seen less well.
const guard = await startGuard();
const { run } = await import("graphile-worker");
const { resize } = await import("./images/resize.js");

const thumbnail = async (payload: unknown): Promise<void> => {
  console.log(await resize((payload as { image: string }).image));
};

const events: WorkerEvents = new EventEmitter();
const connectionString = process.env.DATABASE_URL ?? "postgres://127.0.0.1/postgres";
const runner = await run({ connectionString, events, taskList: { thumbnail: guard.wrap(thumbnail) } });
const succeeded = once(events, "job:success");
await runner.addJob("thumbnail", { image: "cat.png" });
await succeeded;

await runner.stop();
await guard.stop();
