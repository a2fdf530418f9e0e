import Table from "cli-table3";
import { spreadOf } from "../support/statistics.js";
import { once } from "./measure-slots.js";
import type { Drained } from "./measure.js";
import { fleetOf, predict, type Costs, type Machine, type Work } from "./model.js";
import { standLoopward } from "./standing.js";

interface Case {
  readonly what: string;
  readonly task: "wait" | "compute" | "noop";
  readonly work: Work;
  readonly slots: number;
  readonly hosts: number;
  readonly jobs: number;
}

const CASES: readonly Case[] = [
  { what: "waits 100 ms, 10 slots", task: "wait", work: waits(100), slots: 10, hosts: 1, jobs: 400 },
  { what: "waits 100 ms, 100 slots", task: "wait", work: waits(100), slots: 100, hosts: 1, jobs: 2_000 },
  { what: "computes 2 ms, 1 host", task: "compute", work: computes(2), slots: 100, hosts: 1, jobs: 2_000 },
  { what: "computes 2 ms, 2 hosts", task: "compute", work: computes(2), slots: 100, hosts: 2, jobs: 3_000 },
  {
    what: "computes 0.5 ms, 1 host",
    task: "compute",
    work: computes(0.5),
    slots: 100,
    hosts: 1,
    jobs: 5_000,
  },
  {
    what: "computes nothing, 1,000 slots",
    task: "noop",
    work: computes(0),
    slots: 1_000,
    hosts: 1,
    jobs: 20_000,
  },
];

/** Costs a job, measured on no-op jobs, and what they say of other tasks beside what those do. */
export async function measureModel(
  url: string,
  rounds: number,
  jobs: number,
  processors: number,
): Promise<void> {
  const { costs, elseMs } = await measureCosts(url, rounds, jobs);
  const { supervisor, host, broker, passMs, roundTripMs } = costs;
  const told = [supervisor, host, broker].map((ms) => ms.toFixed(3)).join(", ");
  console.log(
    `\ncosts of a no-op job: CPU ms of supervisor, host, broker: ${told}; one every ${passMs.toFixed(3)} ms; alone there and back in ${roundTripMs.toFixed(2)} ms`,
  );
  const table = new Table({
    head: ["task", "bound by", "predicted jobs/s", "measured jobs/s", "off by"],
    style: { head: [], border: [] },
  });
  let worst = 0;
  for (const { what, task, work, slots, hosts, jobs: count } of CASES) {
    const machine: Machine = { slots, hosts, processors, withBroker: true, elseMs };
    const predicted = predict(costs, work, machine);
    const standing = await standLoopward(`${url}/1`, slots, hosts);
    try {
      const data = { ms: work.waitMs + work.cpuMs };
      await once(standing, Math.ceil(count / 4), task, data);
      const rates: number[] = [];
      for (let round = 0; round < rounds; round += 1)
        rates.push((await once(standing, count, task, data)).jobsPerSecond);
      const measured = spreadOf(rates).median;
      const off = predicted.jobsPerSecond / measured - 1;
      worst = Math.max(worst, Math.abs(off));
      const rate = (perSecond: number) => perSecond.toFixed(0);
      table.push([
        what,
        predicted.bound,
        rate(predicted.jobsPerSecond),
        rate(measured),
        `${(off * 100).toFixed(0)} %`,
      ]);
    } finally {
      await standing.stop();
    }
  }
  console.log(table.toString());
  console.log(`the model is off by ${(worst * 100).toFixed(0)} % at worst; 15 % is wanted`);
  printFleets(costs, processors);
}

/** A feed, fetched and parsed: what it computes beside the worker's own cost is a round figure of `npm run bench:feeds`. */
const FEED: Work = { cpuMs: 0.6, waitMs: 140 };

function printFleets(costs: Costs, processors: number): void {
  const table = new Table({
    head: ["machines", "jobs/s", "bound by, on a machine", "Redis nodes, 70 % busy at most"],
    style: { head: [], border: [] },
  });
  for (const machines of [1, 10, 100, 1_000]) {
    const { jobsPerSecond, bound, brokers } = fleetOf(costs, FEED, machines, { slots: 1_000, processors });
    table.push([machines, jobsPerSecond.toFixed(0), bound, brokers]);
  }
  console.log(
    `\nmachines of ${processors} processors and 1,000 slots, for tasks that compute 0.6 ms and wait 140 ms`,
  );
  console.log(table.toString());
}

async function measureCosts(
  url: string,
  rounds: number,
  jobs: number,
): Promise<{ costs: Costs; elseMs: number }> {
  const alone = await standLoopward(`${url}/1`, 1);
  const roundTrips: number[] = [];
  try {
    await once(alone, 500);
    for (let round = 0; round < rounds; round += 1)
      roundTrips.push(1_000 / (await once(alone, 1_000)).jobsPerSecond);
  } finally {
    await alone.stop();
  }
  const many = await standLoopward(`${url}/1`, 100);
  const drained: Drained[] = [];
  try {
    await once(many, jobs);
    for (let round = 0; round < rounds; round += 1) drained.push(await once(many, jobs));
  } finally {
    await many.stop();
  }
  const median = (of: (it: Drained) => number) => spreadOf(drained.map(of)).median;
  return {
    costs: {
      supervisor: median((it) => it.cpuMsPerJob.supervisor),
      host: median((it) => it.cpuMsPerJob.hosts),
      broker: median((it) => it.cpuMsPerJob.broker),
      passMs: 1_000 / median((it) => it.jobsPerSecond),
      roundTripMs: spreadOf(roundTrips).median,
    },
    elseMs: median((it) => it.ownCpuMsPerJob),
  };
}

function waits(waitMs: number): Work {
  return { waitMs, cpuMs: 0 };
}

function computes(cpuMs: number): Work {
  return { waitMs: 0, cpuMs };
}
