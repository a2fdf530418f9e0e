import fc from "fast-check";

/** What is done to the worker from outside while it works. */
export type Fault =
  | "none"
  | "host-killed"
  | "supervisor-killed"
  | "broker-paused"
  | "broker-paused-beyond-locks"
  | "broker-restarted";

/** Tasks that fail, and the error each must fail with. */
export const culprits = {
  endless: /^StallError: /,
  sleeps: /^StallError: /,
  exits: /^HostLostError: .*process\.exit\(3\) was called/s,
  "throws-later": /^RangeError: thrown from a timer/,
  "kills-itself": /^HostLostError: .*now alone/s,
  // Collecting garbage in vain may hold the loop for longer than the guard allows.
  "fills-memory": /^(HostLostError: .*now alone|StallError: )/s,
} as const;
export type Culprit = keyof typeof culprits;

/** Those that leave no trace of who it was: nobody else may end hosts without a trace in the same round. */
const silent: readonly Culprit[] = ["kills-itself", "fills-memory"];

export interface Round {
  readonly fault: Fault;
  /** When the fault comes, in ms after the jobs were sent. */
  readonly faultAfterMs: number;
  readonly innocents: number;
  readonly slow: number;
  readonly culprits: readonly Culprit[];
  /** Longest time that an innocent waits. */
  readonly waitMs: number;
}

const loud = (Object.keys(culprits) as Culprit[]).filter((culprit) => !silent.includes(culprit));

function roundWith(fault: Fault): fc.Arbitrary<Round> {
  // A host that is killed from outside while a suspect is alone on it would convict that suspect: rightly so.
  const kinds = fault === "host-killed" ? loud : [...loud, ...silent];
  return fc.record({
    fault: fc.constant(fault),
    faultAfterMs: fc.integer({ min: 50, max: 1_500 }),
    innocents: fc.integer({ min: 100, max: 600 }),
    slow: fc.integer({ min: 0, max: 3 }),
    culprits: fc.array(fc.constantFrom(...kinds), { maxLength: 2 }),
    waitMs: fc.integer({ min: 10, max: 2_000 }),
  });
}

/** Rounds drawn from a seed: each fault comes once in every turn, in random order, and each kind of culprit at least. */
export function drawRounds(seed: number, turn: number, faults: readonly Fault[]): Round[] {
  const rounds = fc
    .shuffledSubarray([...faults], { minLength: faults.length })
    .chain((order) => fc.tuple(...order.map(roundWith)));
  return deal(fc.sample(rounds, { seed: seed + turn, numRuns: 1 })[0]!);
}

// Chance alone leaves some kind of culprit out of a short storm.
function deal(rounds: readonly Round[]): Round[] {
  const safe = rounds.filter(({ fault }) => fault !== "host-killed");
  const dealt = new Map<Round, Culprit[]>();
  (Object.keys(culprits) as Culprit[]).forEach((culprit, index) => {
    const round = safe[index % safe.length];
    if (round) dealt.set(round, [...(dealt.get(round) ?? []), culprit]);
  });
  return rounds.map((round) => ({ ...round, culprits: [...round.culprits, ...(dealt.get(round) ?? [])] }));
}

/** What can befall a worker on this broker: the embedded one has no process that is ours to stop. */
export function faultsOf(broker: "redis" | "embedded"): Fault[] {
  const ours: Fault[] = ["none", "host-killed", "supervisor-killed"];
  const brokers: Fault[] = ["broker-paused", "broker-paused-beyond-locks", "broker-restarted"];
  return broker === "redis" ? [...ours, ...brokers] : ours;
}
