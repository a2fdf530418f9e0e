import { rm } from "node:fs/promises";
import { afterAll } from "vitest";
import { makeTempFolder } from "../support/make-temp-folder.js";
import { brokerConformance } from "./conformance.js";
import { untilUnused } from "./embedded-processes.js";

const folder = await makeTempFolder();

afterAll(async () => {
  await untilUnused(folder);
  await rm(folder, { recursive: true });
});

brokerConformance("embedded:", () => `embedded:${folder}`);
