import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, it } from "vitest";
import { channels } from "../../runtime/channels.js";
import { Alerts } from "../../src/observe/alerts/alerts.js";
import type { Report } from "../../src/findings/report.js";
import { silentLog } from "../../src/worker/log.js";
import { sampleReport } from "../reports/sample.js";
import { eventually } from "../support/eventually.js";
import { tempFolder } from "../support/temp-folder.js";
import { hookServer } from "./hook.js";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function hook(...statuses: number[]) {
  const server = await hookServer(...statuses);
  closing.push(() => server.close());
  return server;
}

function alertsTo(url: string, stateDir: string, firstPauseMs = 5): Alerts {
  const alerts = new Alerts({ webhook: { url, secret: SECRET }, stateDir, log: silentLog, firstPauseMs });
  closing.push(() => alerts.close());
  return alerts;
}

function stall(line: number, more: Partial<Report> = {}): void {
  const report = sampleReport({ ongoing: false, ...more });
  const blame = { ...report.blame!, line };
  channels["loopward:stall"].publish({ report: { ...report, blame }, handler: report.task!.name });
}

const line = ({ body }: { body: string }) => (JSON.parse(body) as { data: { line: number } }).data.line;
const arrived = (got: readonly { status: number; body: string }[]) =>
  got.filter(({ status }) => status === 200).map(line);
const kept = async (stateDir: string) => {
  const dir = join(stateDir, "alerts");
  // Beside them lies, for a moment, what is being written.
  const names = (await readdir(dir).catch(() => [])).filter((name) => name.endsWith(".json"));
  return Promise.all(
    names.map(async (name) => ({
      file: join(dir, name),
      entry: JSON.parse(await readFile(join(dir, name), "utf8")) as { pid: number; sentAt: string | null },
    })),
  );
};
const allSent = async (stateDir: string, count: number) => {
  const all = await kept(stateDir);
  return all.length === count && all.every(({ entry }) => entry.sentAt !== null);
};

describe("alerts", () => {
  it("tell a culprit once, however often it stalls, and until the endpoint takes it", async () => {
    const [server, stateDir] = [await hook(503, 500), await tempFolder()];
    alertsTo(server.url, stateDir);
    for (let times = 0; times < 20; times += 1) stall(7);
    stall(8);
    await eventually("both are sent", () => allSent(stateDir, 2));
    expect(server.got.map(({ status }) => status)).toEqual([503, 500, 200, 200]);
    expect(arrived(server.got).sort()).toEqual([7, 8]);
    const ids = server.got.map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids.slice(0, 3)).size).toBe(1);
  });

  it("are signed, so that the library of the standard verifies them and refuses others", async () => {
    const [server, stateDir] = [await hook(), await tempFolder()];
    alertsTo(server.url, stateDir);
    stall(7);
    await eventually("it is sent", () => allSent(stateDir, 1));
    const { headers, body } = server.got[0]!;
    const shown = headers as Record<string, string>;
    expect(new Webhook(SECRET).verify(body, shown)).toMatchObject({
      type: "loopward.culprit",
      data: { line: 7, task: sampleReport({}).task?.name },
    });
    expect(() => new Webhook(SECRET).verify(body.replace("7", "8"), shown)).toThrow();
  });

  it("are not repeated by a restart, which sends what was left", async () => {
    const [refusing, stateDir] = [await hook(...Array<number>(1_000).fill(503)), await tempFolder()];
    const first = alertsTo(refusing.url, stateDir, 60_000);
    stall(7);
    await eventually("it is refused", () => refusing.got.length > 0);
    await first.close();
    expect((await kept(stateDir)).map(({ entry }) => entry.sentAt)).toEqual([null]);
    const taking = await hook();
    const second = alertsTo(taking.url, stateDir);
    await eventually("it is sent", () => allSent(stateDir, 1));
    stall(7);
    stall(9);
    await eventually("the other is sent", () => allSent(stateDir, 2));
    await second.close();
    alertsTo(taking.url, stateDir);
    stall(7);
    stall(9);
    stall(10);
    await eventually("the third is sent", () => allSent(stateDir, 3));
    expect(arrived(taking.got)).toEqual([7, 9, 10]);
  });

  it("are left to the worker that has taken them on while it lives", async () => {
    const [server, stateDir] = [await hook(), await tempFolder()];
    const first = alertsTo(server.url, stateDir);
    stall(7);
    await eventually("it is sent", () => allSent(stateDir, 1));
    await first.close();
    const [{ file, entry }] = (await kept(stateDir)) as [Awaited<ReturnType<typeof kept>>[number]];
    // The process that started the tests lives.
    await writeFile(file, JSON.stringify({ ...entry, sentAt: null, pid: process.ppid }));
    alertsTo(server.url, stateDir);
    stall(8);
    await eventually(
      "the other is sent",
      async () => (await kept(stateDir)).length === 2 && server.got.length === 2,
    );
    expect(arrived(server.got)).toEqual([7, 8]);
  });

  it("are of stalls that are over and that blame a line, and of nothing else", async () => {
    const [server, stateDir] = [await hook(), await tempFolder()];
    alertsTo(server.url, stateDir);
    stall(1, { ongoing: true });
    stall(2, { kind: "blocking-call" });
    const nobody = { report: sampleReport({ ongoing: false, task: null, blame: null }), handler: null };
    channels["loopward:stall"].publish(nobody);
    stall(3);
    await eventually("it is sent", () => allSent(stateDir, 1));
    expect(arrived(server.got)).toEqual([3]);
  });
});
