/** pg-boss in this process: `DATABASE_URL=postgres://… npx tsx pg-boss.ts`. */
import { EventEmitter, once } from "node:events";
import { startGuard } from "loopward/guard";
import type { WorkHandler } from "pg-boss";

// First, and the rest by `import()`: what is loaded earlier is seen less well.
const guard = await startGuard();
const { default: PgBoss } = await import("pg-boss");
const { resize } = await import("./images/resize.js");

const results = new EventEmitter();
const handler: WorkHandler<{ image: string }> = async (jobs) => {
  for (const { data } of jobs) results.emit("resized", await resize(data.image));
};

const boss = await new PgBoss(process.env.DATABASE_URL ?? "postgres://127.0.0.1/postgres").start();
await boss.createQueue("thumbnail");
const resized = once(results, "resized");
await boss.work("thumbnail", guard.wrap(handler));
await boss.send("thumbnail", { image: "cat.png" });
console.log(String(await resized));

await boss.stop();
await guard.stop();
