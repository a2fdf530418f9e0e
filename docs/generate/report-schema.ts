import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { reportJsonSchema } from "../../src/reports/schema.js";

/** Part of the build: writes `dist/report.schema.json`, which is published as `loopward/report.schema.json`. */
const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
mkdirSync(dist, { recursive: true });
writeFileSync(`${dist}report.schema.json`, `${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
