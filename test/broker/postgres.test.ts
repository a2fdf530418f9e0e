import { afterAll, describe } from "vitest";
import { postgresServer } from "../support/servers.js";
import { brokerConformance } from "./conformance.js";

const server = await postgresServer();

describe.skipIf(server === null)("with a PostgreSQL", () => {
  afterAll(() => server?.stop());
  brokerConformance("postgres://", () => server?.url ?? "");
});
