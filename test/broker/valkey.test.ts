import { afterAll, describe, expect, test } from "vitest";
import { valkeyServer } from "../support/servers.js";
import { brokerConformance } from "./conformance.js";
import { openBroker } from "./shipped.js";

const server = await valkeyServer();

describe.skipIf(server === null)("with a Valkey", () => {
  afterAll(() => server?.stop());
  brokerConformance("redis:// (Valkey)", () => server?.url ?? "");

  test("is called by its name", async () => {
    const broker = await openBroker(server?.url ?? "", { cwd: process.cwd() });
    expect(broker.server).toMatch(/^Valkey \d+\.\d+/);
    await broker.close();
  });
});
