import net from "node:net";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { Redis } from "ioredis";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { parseBrokerUrl } from "../../src/broker/broker-url.js";
import { resolveDriver } from "../../src/broker/driver.js";
import { openBroker } from "../../src/broker/open-broker.js";
import { freePort, postgresServer, redisServer } from "../support/servers.js";
import { tempFolder } from "../support/temp-folder.js";

const open = (url: string) => openBroker(url, { cwd: process.cwd() });

describe("a broker URL", () => {
  test.each(["", "redis", "mysql://localhost/x", "embedded:", "embedded://x", "http://u:secret@h"])(
    "%j is none, and no password is printed",
    async (url) => {
      const refusal = open(url);
      await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_URL" });
      await expect(refusal).rejects.not.toThrow("secret");
    },
  );

  test.each([
    ["redis://u:secret@h:1/2", "redis", "redis://u@h:1/2"],
    ["rediss://:secret@h", "redis", "rediss://@h"],
    ["redis+sentinel://u:secret@h:1,[::1]:2/m/3", "redis", "redis+sentinel://u@h:1,[::1]:2/m/3"],
    ["redis+cluster://h?sentinel_password=secret", "redis", "redis+cluster://h?sentinel_password=…"],
    ["postgresql://u:se@cret@h/db?password=secret&x=1", "postgres", "postgresql://u@h/db?password=…&x=1"],
    ["postgres://u@/db?host=/run/postgresql", "postgres", "postgres://u@/db?host=/run/postgresql"],
    ["embedded:state", "embedded", "embedded:state"],
  ])("%s is a %s, shown as %s", (url, kind, label) => {
    expect(parseBrokerUrl(url, "/project")).toMatchObject({ kind, label });
  });

  test.each([
    ["redis://h/jobs", "the database is a number"],
    ["redis://h:port", "is no host"],
    ["redis://a,b", "several hosts are"],
    ["redis://h?cacert=x", "which begins with rediss"],
    ["redis://h?ca=x", "it knows no ca, only cacert"],
    ["redis://%zz@h", "two hexadecimal digits"],
    ["redis+sentinel://h", "the name that the sentinels watch is missing"],
    ["redis+cluster://h/1", "the database 0 only"],
  ])("%s is refused: %s", (url, reason) => {
    expect(() => parseBrokerUrl(url, "/project")).toThrow(reason);
  });

  test("of an embedded broker is taken from the project", () => {
    expect(parseBrokerUrl("embedded:state", "/project").target).toBe("/project/state");
    expect(parseBrokerUrl("embedded:/state", "/project").target).toBe("/state");
  });
});

describe.each(["redis", "postgres"])("a %s:// broker", (scheme) => {
  test("that is not there is said at once", async () => {
    const refusal = open(`${scheme}://127.0.0.1:${await freePort()}/`);
    await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_UNREACHABLE" });
    await expect(refusal).rejects.toThrow("ECONNREFUSED");
  });

  test("that accepts and never answers is given up", async () => {
    const sockets: net.Socket[] = [];
    const mute = net.createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
    await once(mute, "listening");
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      mute.close();
    });
    const { port } = mute.address() as net.AddressInfo;
    await expect(open(`${scheme}://127.0.0.1:${port}/`)).rejects.toMatchObject({
      code: "LOOPWARD_BROKER_UNREACHABLE",
    });
  });
});

test("a PostgreSQL whose own socket is not there is said to be unreachable", async () => {
  const refusal = open(`postgres://u@/db?host=${await tempFolder()}`);
  await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_UNREACHABLE" });
  await expect(refusal).rejects.toThrow("ENOENT");
});

test("an old Redis is refused by its version", async () => {
  const old = net
    .createServer((socket) => {
      const info = "redis_version:4.0.14\r\nloading:0\r\n";
      socket.on("error", () => undefined);
      socket.on("data", () => socket.write(`$${info.length}\r\n${info}\r\n`.repeat(4)));
    })
    .listen(0, "127.0.0.1");
  await once(old, "listening");
  onTestFinished(() => void old.close());
  const { port } = old.address() as net.AddressInfo;
  await expect(open(`redis://127.0.0.1:${port}`)).rejects.toThrow("Redis 4.0.14 cannot serve as broker");
});

test("a driver that is missing is named with the command that installs it", async () => {
  const cwd = path.join(await tempFolder(), "project");
  await mkdir(cwd);
  expect(() => resolveDriver("no-such-driver", cwd, "This broker")).toThrow(
    "This broker needs the package no-such-driver: npm install no-such-driver",
  );
});

const redis = await redisServer();
describe.skipIf(redis === null)("a Redis with a password", () => {
  const user = `loopward-${process.pid}`;
  let admin: Redis;
  beforeAll(async () => {
    admin = new Redis(redis?.url ?? "");
    await admin.acl("SETUSER", user, "on", ">right", "~*", "&*", "+@all");
  });
  afterAll(async () => {
    await admin.acl("DELUSER", user);
    await admin.quit();
    await redis?.stop();
  });

  test("says when it has no such database", async () => {
    const url = new URL(redis?.url ?? "");
    url.pathname = "/99";
    await expect(open(url.href)).rejects.toMatchObject({ code: "LOOPWARD_BROKER_DATABASE" });
    url.pathname = "/3";
    await (await open(url.href)).close();
  });

  test("says when it would throw jobs away", async () => {
    const notices: string[] = [];
    await admin.config("SET", "maxmemory-policy", "allkeys-lru");
    onTestFinished(async () => void (await admin.config("SET", "maxmemory-policy", "noeviction")));
    const onNotice = (message: string) => notices.push(message);
    const broker = await openBroker(redis?.url ?? "", { cwd: process.cwd(), onNotice });
    await broker.close();
    expect(notices).toEqual([expect.stringContaining("CONFIG SET maxmemory-policy noeviction")]);
  });

  test("opens with it, and says when it is wrong", async () => {
    const { host } = new URL(redis?.url ?? "");
    const broker = await open(`redis://${user}:right@${host}`);
    await broker.close();
    const refusal = open(`redis://${user}:wrong@${host}`);
    await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_DENIED" });
    await expect(refusal).rejects.toThrow("WRONGPASS");
  });
});

const postgres = await postgresServer();
describe.skipIf(postgres === null)("a PostgreSQL", () => {
  afterAll(() => postgres?.stop());

  test("says when user or database are unknown, or the user may not use the schema", async () => {
    const url = new URL(postgres?.url ?? "");
    const admin = new pg.Client(postgres?.url);
    await admin.connect();
    await admin.query("CREATE ROLE powerless LOGIN");
    await admin.end();

    url.pathname = "/no_such_database";
    await expect(open(url.href)).rejects.toMatchObject({ code: "LOOPWARD_BROKER_DATABASE" });
    await expect(open(url.href)).rejects.toThrow('database "no_such_database" does not exist');
    url.pathname = "/postgres";
    url.username = "nobody_here";
    await expect(open(url.href)).rejects.toMatchObject({ code: "LOOPWARD_BROKER_DENIED" });
    url.username = "powerless";
    await expect(open(url.href)).rejects.toMatchObject({ code: "LOOPWARD_BROKER_DENIED" });
  });
});
