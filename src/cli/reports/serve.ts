import { serveReports } from "../../dashboard/serve.js";
import { holdOldGeneration } from "../../pool/heap.js";
import { print } from "./print.js";
import { withLog, type LogOptions } from "./log.js";
import { say } from "./say.js";
import { stopSignal } from "./stop-signal.js";

/** The options of `loopward reports serve`. */
export interface ServeCommandOptions extends LogOptions {
  readonly bind: string;
  readonly port: number;
  readonly allowHost?: readonly string[];
}

/**
 * `loopward reports serve`: a web page of the reports, until it is told to stop.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION`
 */
export async function servePage(options: ServeCommandOptions): Promise<void> {
  const { bind, port, allowHost = [] } = options;
  // What an answer is made of is garbage once it is sent: 200 requests over 100,000 reports add 10 to 30 MB, or nothing.
  holdOldGeneration();
  const signal = stopSignal();
  await withLog(options, async ({ root, log }) => {
    const { url, ended } = await serveReports({ root, log, bind, port, hosts: allowHost, signal });
    await print(url);
    say(`Serving the reports in ${log.label} (Ctrl-C ends)`);
    await ended;
  });
}
