import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RedisServers } from "../support/redis-arrangements.js";
import { brokerConformance } from "./conformance.js";
import { openBroker } from "./shipped.js";

const servers = await RedisServers.make();
const open = (url: string) => openBroker(url, { cwd: process.cwd() });

describe.skipIf(servers === null)("with a Redis that speaks TLS", () => {
  let at = "";
  let ca = "";
  beforeAll(async () => {
    const tls = await servers?.startTls();
    at = `127.0.0.1:${tls?.port}`;
    ca = tls?.ca ?? "";
  });
  afterAll(() => servers?.stop());

  brokerConformance("rediss://", () => `rediss://${at}?cacert=${ca}`);

  test("a certificate by an unknown authority is refused, with the option that names it", async () => {
    const refusal = open(`rediss://${at}`);
    await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_TLS" });
    await expect(refusal).rejects.toThrow("?cacert=FILE");
    const trusting = await open(`rediss://${at}?insecure=true`);
    await trusting.close();
  });

  test("a certificate for another name is refused", async () => {
    const refusal = open(`rediss://${at}?cacert=${ca}&sni=elsewhere.example`);
    await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_TLS" });
    await expect(refusal).rejects.toThrow("is for another name");
    const named = await open(`rediss://${at}?cacert=${ca}&sni=localhost`);
    await named.close();
  });

  test("without TLS, the address that asks for it is named", async () => {
    const refusal = open(`redis://${at}`);
    await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_UNREACHABLE" });
    await expect(refusal).rejects.toThrow("rediss://");
  });

  test("a server that speaks no TLS is told apart, and a file that is not there named", async () => {
    const plain = await servers?.start();
    const refusal = open(`rediss://127.0.0.1:${plain}`);
    // It waits for more of what it takes for a command.
    await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_UNREACHABLE" });
    await expect(refusal).rejects.toThrow("as from a server that does not speak TLS (redis://)");
    await expect(open(`rediss://${at}?cacert=/no/such/ca.pem`)).rejects.toThrow(
      /file of cacert cannot be read .ENOENT/,
    );
  });
});
