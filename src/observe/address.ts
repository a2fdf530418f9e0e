import { isLoopback } from "../config/loopback.js";
import { fail } from "../findings/errors.js";

/** Where the metrics are to be had. */
export interface MetricsAddress {
  /** An address of this machine. */
  readonly host: string;
  /** 0: the system chooses a free one. */
  readonly port: number;
}

/** `[HOST:]PORT`, an IPv6 address in brackets; loopback where no host is said. Null: it is none. */
export function parseAddress(text: string): MetricsAddress | null {
  const [, host = "127.0.0.1", digits = ""] = /^(?:\[?(.+?)\]?:)?(\d{1,5})$/.exec(text.trim()) ?? [];
  const port = Number(digits);
  return digits === "" || port > 65_535 ? null : { host, port };
}

/**
 * Refuses an address that others reach, unless that is said expressly: metrics name tasks and queues.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION`
 */
export function checkAddress({ host }: MetricsAddress, exposed: boolean): void {
  if (!exposed && !isLoopback(host))
    throw fail("LOOPWARD_BAD_OPTION", [
      "--metrics",
      `other machines reach ${host}: add --metrics-expose if they are to, or leave the host out`,
    ]);
}
