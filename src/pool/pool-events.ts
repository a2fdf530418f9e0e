import type { Report } from "../findings/report.js";
import type { HostSlot } from "./host-slot.js";
import type { RunName } from "./protocol.js";
import type { Ticket } from "./ticket.js";

/** What a pool tells the worker about its hosts. */
export interface PoolEvents {
  readonly onReport: (report: Report) => void;
  /** @param expected whether it had been told to end */
  readonly onHost: (
    event: "started" | "ready" | "lost",
    pid: number,
    detail: string,
    expected: boolean,
  ) => void;
  readonly onOutput: (pid: number, stream: "stdout" | "stderr", line: string) => void;
  /** A host has something to say about a run, which may have settled. */
  readonly onNotice?: (run: RunName, message: string) => void;
}

/** What one host of a pool tells it. */
export interface SlotEvents extends PoolEvents {
  /** A slot became free, or the host ready. */
  readonly onFree: () => void;
  readonly onLost: (host: HostSlot, loss: HostLoss) => void;
  /** The host takes no more runs, and ends when those on board have settled. */
  readonly onWorn: () => void;
}

/** What is known when a host is gone. */
export interface HostLoss {
  /** The runs it held, less the culprit, which has settled already. */
  readonly orphans: readonly Ticket[];
  /** Whether it is known which run brought the host down. */
  readonly culprit: boolean;
  readonly reason: string;
}
