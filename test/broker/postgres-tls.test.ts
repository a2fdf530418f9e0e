import { chmod, chown, stat } from "node:fs/promises";
import net from "node:net";
import { once } from "node:events";
import pg from "pg";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { openBroker } from "../../src/broker/open-broker.js";
import { makeCertificates } from "../support/redis-arrangements.js";
import { postgresServer } from "../support/servers.js";
import { eventually } from "../support/eventually.js";
import { tempFolder } from "../support/temp-folder.js";

const open = (url: string) => openBroker(url, { cwd: process.cwd() });
// One of the user's keeps its own settings.
const server = process.env.DATABASE_URL ? null : await postgresServer();

describe.skipIf(server === null)("TLS to a PostgreSQL", () => {
  afterAll(() => server?.stop());

  test("is refused by a server without it, and trusts the authority that the address names", async () => {
    const url = server?.url ?? "";
    const plain = open(`${url}?sslmode=verify-full`);
    await expect(plain).rejects.toMatchObject({ code: "LOOPWARD_BROKER_TLS" });
    await expect(plain).rejects.toThrow("it does not speak TLS; ?sslmode=disable is for such a server");

    const { ca, cert, key } = await certificates(url);
    await query(url, `ALTER SYSTEM SET ssl_cert_file = '${cert}'`);
    await query(url, `ALTER SYSTEM SET ssl_key_file = '${key}'`);
    await query(url, "ALTER SYSTEM SET ssl = on");
    await query(url, "SELECT pg_reload_conf()");
    await eventually(
      "the server speaks TLS",
      async () => (await query(url, "SHOW ssl")).rows[0]?.ssl === "on",
    );

    await (await open(`${url}?sslmode=verify-full&sslrootcert=${ca}`)).close();
    const distrusting = open(`${url}?sslmode=verify-full`);
    await expect(distrusting).rejects.toMatchObject({ code: "LOOPWARD_BROKER_TLS" });
    await expect(distrusting).rejects.toThrow("sslrootcert=FILE");
    await expect(open(`${url}?sslmode=verify-full&sslrootcert=/no/such/ca.pem`)).rejects.toMatchObject({
      code: "LOOPWARD_BROKER_TLS",
    });
  });
});

test("an old PostgreSQL is refused by its version", async () => {
  const old = net.createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      socket.write(Buffer.concat([message("R", int32(0)), READY]));
      socket.on("data", () => socket.write(answer(["num", "120004"], ["ver", "12.4"])));
    });
  });
  old.listen(0, "127.0.0.1");
  await once(old, "listening");
  onTestFinished(() => void old.close());
  const { port } = old.address() as net.AddressInfo;
  const refusal = open(`postgres://u@127.0.0.1:${port}/db`);
  await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_VERSION" });
  await expect(refusal).rejects.toThrow("PostgreSQL 12.4 cannot serve as broker: version 13 is needed");
});

/** The server's files must be its user's alone. */
async function certificates(url: string) {
  const { rows } = await query(url, "SHOW data_directory");
  const owner = await stat(String(rows[0]?.data_directory));
  const files = await makeCertificates(await tempFolder());
  for (const file of Object.values(files)) await chown(file, owner.uid, owner.gid);
  await chmod(files.key, 0o600);
  return files;
}

async function query(url: string, text: string) {
  const client = new pg.Client(url);
  await client.connect();
  const result = await client.query<Record<string, unknown>>(text);
  await client.end();
  return result;
}

/** A message of PostgreSQL's protocol, version 3: its type, its length and what it says. */
function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

const READY = message("Z", Buffer.from("I"));

/** One row of text. */
function answer(...columns: readonly (readonly [string, string])[]): Buffer {
  const described = columns.map(([name]) =>
    Buffer.concat([Buffer.from(`${name}\0`), int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)]),
  );
  const values = columns.map(([, value]) => Buffer.concat([int32(value.length), Buffer.from(value)]));
  return Buffer.concat([
    message("T", Buffer.concat([int16(columns.length), ...described])),
    message("D", Buffer.concat([int16(columns.length), ...values])),
    message("C", Buffer.from("SELECT 1\0")),
    READY,
  ]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
