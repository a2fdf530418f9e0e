/** Agenda in this process, on its PostgreSQL backend: `DATABASE_URL=postgres://… npx tsx agenda.ts`. */
import { once } from "node:events";
import type { Job } from "agenda";
import { startGuard } from "loopward/guard";

// First, and the rest by `import()`: what is loaded earlier is seen less well.
const guard = await startGuard();
const { Agenda } = await import("agenda");
const { PostgresBackend } = await import("@agendajs/postgres-backend");
const { resize } = await import("./images/resize.js");

const connectionString = process.env.DATABASE_URL ?? "postgres://127.0.0.1/postgres";
const agenda = new Agenda({ backend: new PostgresBackend({ connectionString }) });
agenda.define(
  "thumbnail",
  guard.wrap(async ({ attrs }: Job<{ image: string }>) => console.log(await resize(attrs.data.image))),
  // Agenda looks after a job's lock for half of this time, or half of `processEvery`, and keeps the process alive meanwhile.
  { lockLifetime: 5_000 },
);

await agenda.start();
const succeeded = once(agenda, "success:thumbnail");
await agenda.now("thumbnail", { image: "cat.png" });
await succeeded;

await agenda.drain();
await guard.stop();
