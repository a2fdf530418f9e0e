import type { EventEmitter } from "node:events";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SharedPool } from "../../src/broker/postgres/shared-pool.js";
import { tempFolder } from "../support/temp-folder.js";
import { openEmbedded } from "./shipped.js";

test("a statement that a deadlock undid is tried again", async () => {
  const pool = await connect(4);
  await pool.query("CREATE TABLE t AS SELECT id, 0 AS n FROM generate_series(1, 2) id");
  const add = (first: number, second: number) =>
    pool.query(`DO $$ BEGIN
      UPDATE t SET n = n + 1 WHERE id = ${first};
      PERFORM pg_sleep(0.3);
      UPDATE t SET n = n + 1 WHERE id = ${second};
    END $$`);
  await Promise.all([add(1, 2), add(2, 1)]);
  expect((await pool.query("SELECT n FROM t ORDER BY id")).rows).toEqual([{ n: 2 }, { n: 2 }]);
});

test("any other error is the caller's at once", async () => {
  const pool = await connect(1);
  await expect(pool.query("SELECT 1/0")).rejects.toThrow("division by zero");
});

test("a client that is lost between two queries ends no process, and its next query says so", async () => {
  const pool = await connect(2);
  const client = await pool.connect();
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const ended = new Promise((resolve) => (client as unknown as EventEmitter).once("end", resolve));
  await pool.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
  await ended;
  await expect(client.query("SELECT 1")).rejects.toThrow("not queryable");
  client.release(true);
});

test("listeners do not take the queries' place", async () => {
  const pool = await connect(1);
  pool.addListener();
  pool.addListener();
  const listeners = await Promise.all([pool.connect(), pool.connect()]);
  expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  for (const listener of listeners) listener.release(true);
});

async function connect(queryConnections: number): Promise<SharedPool> {
  const folder = await tempFolder();
  await openEmbedded(folder);
  const config = { host: path.join(folder, "broker"), user: "loopward", database: "postgres" };
  const pool = new SharedPool(config, queryConnections);
  onTestFinished(() => pool.end());
  return pool;
}
