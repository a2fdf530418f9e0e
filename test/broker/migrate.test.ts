import { createRequire } from "node:module";
import path from "node:path";
import pg from "pg";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { migrateBroker } from "../../src/broker/migrate-broker.js";
import { openBroker } from "../../src/broker/open-broker.js";
import { CliLab, root } from "../support/cli.js";
import { emptyPostgresServer } from "../support/servers.js";

/** What BullMQ's migrator goes through, which its package keeps to itself. */
interface BullMigration {
  readonly version: number;
  readonly name: string;
  readonly load: () => string;
}
const file = path.join(root, "node_modules/bullmq/dist/cjs/postgres/migrations/index.js");
const { MIGRATIONS } = createRequire(import.meta.url)(file) as { MIGRATIONS: readonly BullMigration[] };
const MIGRATED_BEFORE = `CREATE SCHEMA bullmq; CREATE TABLE bullmq.migration (version integer PRIMARY KEY,
  name text NOT NULL, min_client_version integer NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`;

const server = await emptyPostgresServer();
const cwd = process.cwd();

describe.skipIf(server === null)("migrations of a PostgreSQL", () => {
  const lab = new CliLab();
  afterAll(async () => {
    await lab.clean();
    await server?.stop();
  });

  test("are made when they are asked for, and not before; once made, nothing is left to do", async () => {
    const url = await newDatabase();
    const refusal = openBroker(url, { cwd });
    await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_SCHEMA" });
    await expect(refusal).rejects.toThrow("has no tables for jobs yet. Run `loopward broker migrate`");

    const planned = await migrateBroker(url, { cwd, dryRun: true });
    expect(planned).toMatchObject({ needed: true, schema: { version: 0 } });
    await expect(openBroker(url, { cwd })).rejects.toMatchObject({ code: "LOOPWARD_BROKER_SCHEMA" });

    // As several do when they are deployed at once.
    const done = await Promise.all(Array.from({ length: 8 }, () => migrateBroker(url, { cwd })));
    expect(done.some(({ needed }) => needed)).toBe(true);
    const again = await migrateBroker(url, { cwd });
    expect(again).toMatchObject({ needed: false, schema: { version: planned.schema?.needed } });
    await (await openBroker(url, { cwd })).close();
  });

  test("of an older version are told apart, and brought up to date", async () => {
    const url = await newDatabase();
    const latest = MIGRATIONS.length;
    await query(url, MIGRATED_BEFORE);
    for (const { version, name, load } of MIGRATIONS.slice(0, -1))
      await query(
        url,
        `SET search_path TO bullmq; ${load()}; INSERT INTO migration VALUES (${version}, '${name}', 6)`,
      );
    const refusal = openBroker(url, { cwd });
    await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_SCHEMA" });
    await expect(refusal).rejects.toThrow(
      `of version ${latest - 1}, and this Loopward needs version ${latest}`,
    );
    expect(await migrateBroker(url, { cwd })).toMatchObject({
      needed: true,
      schema: { version: latest - 1 },
    });
    await (await openBroker(url, { cwd })).close();
  });

  test("that fail are undone, and said", async () => {
    const url = await newDatabase();
    await query(url, "CREATE SCHEMA bullmq; CREATE TABLE bullmq.job (mine int)");
    const refusal = migrateBroker(url, { cwd });
    await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_VERSION" });
    await expect(refusal).rejects.toThrow("its migration failed and was undone");
    expect(await migrateBroker(url, { cwd, dryRun: true })).toMatchObject({ schema: { version: 0 } });
  });

  test("of a newer, incompatible version are refused", async () => {
    const url = await newDatabase();
    await migrateBroker(url, { cwd });
    await query(url, "UPDATE bullmq.migration SET min_client_version = 99");
    await expect(openBroker(url, { cwd })).rejects.toMatchObject({ code: "LOOPWARD_BROKER_VERSION" });
    await expect(migrateBroker(url, { cwd })).rejects.toMatchObject({ code: "LOOPWARD_BROKER_VERSION" });
  });

  test("need a user who may make a schema; one who may only use it works", async () => {
    const url = new URL(await newDatabase());
    const role = `worker_${process.pid}`;
    await query(url.href, `CREATE ROLE ${role} LOGIN`);
    const admin = url.href;
    url.username = role;
    await expect(migrateBroker(url.href, { cwd })).rejects.toMatchObject({ code: "LOOPWARD_BROKER_DENIED" });
    await migrateBroker(admin, { cwd });
    await expect(openBroker(url.href, { cwd })).rejects.toMatchObject({ code: "LOOPWARD_BROKER_DENIED" });
    for (const grant of [
      "USAGE, CREATE ON SCHEMA bullmq",
      "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bullmq",
      "USAGE ON ALL SEQUENCES IN SCHEMA bullmq",
    ])
      await query(admin, `GRANT ${grant} TO ${role}`);
    const broker = await openBroker(url.href, { cwd });
    onTestFinished(() => broker.close());
    const events = broker.events("q");
    await events.waitUntilReady();
    broker.worker("q", () => Promise.resolve("done"), {});
    const job = await broker.queue("q").add("job", {});
    expect(await job.waitUntilFinished(events, 20_000)).toBe("done");
  });

  test("the command line says what it would do, does it, and counts jobs", async () => {
    const url = await newDatabase();
    const options = { cwd: lab.folder() };
    const cli = (...args: string[]) => lab.run(["broker", ...args, "--broker", url], options);
    const status = await cli("status");
    expect(status).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("has no tables yet") as string,
    });
    expect((await cli("migrate", "--dry-run")).code).toBe(1);
    const done = await cli("migrate");
    expect(done).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("was brought to version") as string,
    });
    expect((await cli("migrate")).stdout).toContain("is up to date");
    const broker = await openBroker(url, { cwd });
    await broker.queue("mail").add("job", {});
    await broker.close();
    const counted = await cli("status", "-Q", "mail", "--format", "json");
    expect(JSON.parse(counted.stdout)).toMatchObject({
      server: expect.stringMatching(/^PostgreSQL \d+/) as string,
      queues: [{ name: "mail", waiting: 1, active: 0 }],
    });
  });

  async function newDatabase(): Promise<string> {
    const url = new URL(server?.url ?? "");
    const name = `migrate_${process.pid}_${Math.random().toString(36).slice(2)}`;
    await query(url.href, `CREATE DATABASE ${name}`);
    url.pathname = `/${name}`;
    return url.href;
  }
});

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(text);
  await client.end();
}
