/** What one job costs beside what its task does, as `bench/scale.ts` measures it. */
export interface Costs {
  /** CPU ms. */
  readonly supervisor: number;
  /** CPU ms. */
  readonly host: number;
  /** CPU ms. */
  readonly broker: number;
  /** Between one job and the next in ms, where a supervisor has no end of them and nothing else holds it up. */
  readonly passMs: number;
  /** From the broker to the host and back for one job alone, in ms. */
  readonly roundTripMs: number;
}

/** What a task does. */
export interface Work {
  /** What it computes, in CPU ms. */
  readonly cpuMs: number;
  /** What it waits beside that, in ms. */
  readonly waitMs: number;
}

/** What a worker runs on. */
export interface Machine {
  readonly slots: number;
  readonly hosts: number;
  readonly processors: number;
  /** Whether the broker is on the same machine. */
  readonly withBroker: boolean;
  /** What else shares the machine, in CPU ms a job. */
  readonly elseMs: number;
}

export type Bound = "slots" | "host" | "supervisor" | "broker" | "processors";

export interface Prediction {
  readonly jobsPerSecond: number;
  /** What saturates first. */
  readonly bound: Bound;
}

/**
 * How many jobs a second a worker does: as many as its scarcest part allows. A supervisor, a host and a Redis are one thread
 * each; a slot is taken for as long as its job waits and computes. A supervisor never has its thread busy all the time, as it
 * waits for broker and hosts by turns: it goes by the pace that it has shown.
 */
export function predict(costs: Costs, work: Work, machine: Machine): Prediction {
  const { slots, hosts, processors, withBroker, elseMs } = machine;
  const onHost = costs.host + work.cpuMs;
  const onMachine = costs.supervisor + onHost + (withBroker ? costs.broker : 0) + elseMs;
  const bounds: Readonly<Record<Bound, number>> = {
    slots: (1_000 * slots) / (costs.roundTripMs + work.waitMs + work.cpuMs),
    host: (1_000 * hosts) / onHost,
    supervisor: 1_000 / costs.passMs,
    broker: 1_000 / costs.broker,
    processors: (1_000 * processors) / onMachine,
  };
  const [bound, jobsPerSecond] = (Object.entries(bounds) as [Bound, number][]).reduce((least, each) =>
    each[1] < least[1] ? each : least,
  );
  return { bound, jobsPerSecond };
}

/** A fleet of machines with one worker each, and what it needs beside them. */
export interface Fleet {
  readonly machines: number;
  readonly jobsPerSecond: number;
  /** What saturates first on a machine. */
  readonly bound: Bound;
  /** Brokers of one thread to spread the queues over, each with room left. */
  readonly brokers: number;
}

/** A broker that is busier than this is late: jobs arrive in bursts. */
const BROKER_SHARE = 0.7;

/** What machines that have nothing else to do come to, with their broker elsewhere. */
export function fleetOf(
  costs: Costs,
  work: Work,
  machines: number,
  machine: Pick<Machine, "slots" | "processors">,
): Fleet {
  // A host for each processor: the supervisor and what the task leaves idle share them.
  const { jobsPerSecond, bound } = predict(costs, work, {
    ...{ ...machine, hosts: machine.processors, withBroker: false, elseMs: 0 },
  });
  const all = machines * jobsPerSecond;
  return {
    machines,
    jobsPerSecond: all,
    bound,
    brokers: Math.ceil((all * costs.broker) / 1_000 / BROKER_SHARE),
  };
}
