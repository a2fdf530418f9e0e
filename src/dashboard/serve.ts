import { createAdaptorServer } from "@hono/node-server";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { isIPv6, type AddressInfo } from "node:net";
import { Server } from "node:http";
import { isLoopback } from "../config/loopback.js";
import { fail } from "../findings/errors.js";
import { pageAssets } from "../reports/page/document.js";
import type { ReportLog } from "../reports/report-log.js";
import { dashboardApp } from "./app.js";
import { LiveReports } from "./live.js";

export interface ServeOptions {
  /** Absolute folder of the project. */
  readonly root: string;
  readonly log: ReportLog;
  /** An address of this machine. */
  readonly bind: string;
  /** 0: the system chooses a free one. */
  readonly port: number;
  /** Further names by which the page may be asked for. */
  readonly hosts: readonly string[];
  /** Ends serving. */
  readonly signal: AbortSignal;
}

/** A page that is being served. */
export interface Served {
  /** Where it is, with the token where one is needed. */
  readonly url: string;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
}

/**
 * Serves reports. Whoever can reach an address that is not loopback needs the token.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION` when it cannot listen there
 */
export async function serveReports({ root, log, bind, port, hosts, signal }: ServeOptions): Promise<Served> {
  const token = isLoopback(bind) ? null : randomBytes(24).toString("base64url");
  const live = new LiveReports(log);
  const app = dashboardApp({ root, log, live, assets: await pageAssets(), access: { token, hosts } });
  const server = createAdaptorServer({ fetch: app.fetch });
  try {
    await once(server.listen(port, bind), "listening");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw fail("LOOPWARD_BAD_OPTION", ["--port", `cannot listen there (${reason}), choose another`], {
      cause: error,
    });
  }
  const closed = once(server, "close");
  const followed = live.follow(signal);
  const stop = () => {
    server.close();
    // Pages that listen for changes would keep it open for ever.
    if (server instanceof Server) server.closeAllConnections();
  };
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${isIPv6(bind) ? `[${bind}]` : bind}:${taken}/${token === null ? "" : `?token=${token}`}`,
    ended: Promise.all([closed, followed]).then(() => undefined),
  };
}
