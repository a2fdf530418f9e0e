import { findProjectRoot } from "../../config/root.js";
import { serveReports } from "../../dashboard/serve.js";
import { print } from "./print.js";
import { printable } from "./printable.js";
import { reportsFolder, say, type CommonOptions } from "./source.js";
import { stopSignal } from "./stop-signal.js";

/** The options of `loopward reports serve`. */
export interface ServeCommandOptions extends Pick<CommonOptions, "reports"> {
  readonly bind: string;
  readonly port: number;
  readonly allowHost?: readonly string[];
}

/**
 * `loopward reports serve`: a web page of the reports, until it is told to stop.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION`
 */
export async function servePage({ reports, bind, port, allowHost = [] }: ServeCommandOptions): Promise<void> {
  const root = findProjectRoot(process.cwd());
  const dir = reportsFolder(root, reports);
  const { url, ended } = await serveReports({
    root,
    dir,
    bind,
    port,
    hosts: allowHost,
    signal: stopSignal(),
  });
  await print(url);
  say(`Serving the reports in ${printable(dir)} (Ctrl-C ends)`);
  await ended;
}
