import { afterAll, describe } from "vitest";
import { redisServer } from "../support/servers.js";
import { brokerConformance } from "./conformance.js";

const server = await redisServer();

describe.skipIf(server === null)("with a Redis", () => {
  afterAll(() => server?.stop());
  brokerConformance("redis://", () => server?.url ?? "");
});
