import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { openBroker } from "../../dist/src/broker/open-broker.js";
import { FleetReports } from "../../dist/src/worker/fleet-reports.js";
import type { RecordLog } from "../../src/broker/record-log.js";
import { FLEET_REPORTS } from "../../src/findings/fleet-reports.js";
import type { Report } from "../../src/findings/report.js";
import { sampleReport } from "../reports/sample.js";
import { root } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { restartablePostgres, restartableRedis, type Restartable } from "../support/restartable.js";

/** As in the worker: so many wait, and so many are told in one step. */
const [WAITING, BATCH] = [1_000, 100];

const DEADLINE_MS = 10_000;

const servers: [string, () => Promise<Restartable | null>][] = [
  ["Redis", restartableRedis],
  ["PostgreSQL", restartablePostgres],
];

async function openAll(open: () => Promise<Restartable | null>) {
  const server = await open();
  if (!server) return null;
  onTestFinished(() => server.stop());
  const broker = await openBroker(server.url, { cwd: root, onError: () => undefined });
  onTestFinished(() => broker.abandon());
  const said: string[] = [];
  const silent = { info: () => undefined, debug: () => undefined, error: () => undefined };
  const log = broker.records(FLEET_REPORTS, { maxRecords: 10_000, maxAgeMs: 60_000 });
  await log.prepare();
  let tried = 0;
  const records: RecordLog = {
    prepare: () => log.prepare(),
    append(batch) {
      tried += 1;
      return log.append(batch);
    },
    end: () => log.end(),
    fromEnd: () => log.fromEnd(),
    after: (place) => log.after(place),
  };
  const fleet = new FleetReports(records, { ...silent, warn: (_, message) => said.push(message) });
  const kept = async (): Promise<string[]> => {
    const ids: string[] = [];
    for await (const batch of log.fromEnd())
      ids.unshift(...batch.map((line) => (JSON.parse(line) as Report).id).reverse());
    return ids;
  };
  return { server, fleet, said, kept, hasTried: () => tried > 0 };
}

describe.each(servers)("the fleet's reports while %s is away", (_name, open) => {
  it("wait for it, the newest of them, in their order", async () => {
    const all = await openAll(open);
    if (!all) return;
    const { server, fleet, said, kept, hasTried } = all;
    await server.halt();
    const ids = Array.from({ length: WAITING + 2 * BATCH }, (_, n) => `report-${n}`);
    const [first, later] = [ids.slice(0, BATCH), ids.slice(BATCH)];
    for (const id of first) fleet.append(sampleReport({ id }));
    // What is being told is not among those that wait.
    await eventually("it has tried to tell them", hasTried);
    for (const id of later) fleet.append(sampleReport({ id }));
    await server.start();
    await eventually(
      "all that waited are kept",
      async () => (await kept().catch(() => [])).length === WAITING + BATCH,
    );
    expect(await kept()).toEqual([...first, ...later.slice(BATCH)]);
    await fleet.close();
    expect(said).toEqual([`${BATCH} reports were not kept for the fleet`]);
  });

  it("hold up no worker that ends", async () => {
    const all = await openAll(open);
    if (!all) return;
    const { server, fleet } = all;
    await server.halt();
    fleet.append(sampleReport({}));
    // A broker that stays away is asked for ever; a worker that ends is not kept by it.
    const ended = fleet.close().then(() => "ended");
    expect(await Promise.race([ended, sleep(DEADLINE_MS, "still waiting")])).toBe("ended");
  });
});
