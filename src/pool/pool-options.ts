import type { Report } from "../findings/report.js";
import type { PoolName } from "../task/types.js";
import type { PoolEvents } from "./pool-events.js";
import type { HostSetup, RunOrder } from "./protocol.js";
import type { Ticket } from "./ticket.js";
import type { HostCondition } from "./vital-signs.js";

/** `hosts` processes with `slotsPerHost` runs each. */
export interface PoolSize {
  readonly hosts: number;
  readonly slotsPerHost: number;
}

/** How a pool is built: its first size, and warm spares beside the hosts that work. */
export interface PoolOptions extends PoolSize {
  readonly name: PoolName;
  /** Loaded hosts that stand by, so that a loss costs no start. */
  readonly spares: number;
  readonly setup: HostSetup;
  readonly onReport: (report: Report) => void;
  /** A host was lost, and these runs that it held go to another. */
  readonly onRedelivered: (runs: readonly RunOrder[], reason: string) => void;
  readonly onHost: PoolEvents["onHost"];
  readonly onOutput: PoolEvents["onOutput"];
  readonly onNotice?: PoolEvents["onNotice"];
}

/** A host as those see it who look at a pool. */
export interface PoolHost {
  readonly pid: number;
  /** The least from 1 on that no other host of the pool has: a host that is replaced leaves it to its successor. */
  readonly number: number;
  readonly ready: boolean;
  readonly runs: readonly Ticket[];
  /** How many more it would take. */
  readonly free: number;
  /** Null: it has said nothing yet, or was not asked to. */
  readonly condition: HostCondition | null;
}
