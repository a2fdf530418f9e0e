import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8's young generation of this process at the size that it has grown to while the program was loaded: twice 8 MB.
 *
 * What a supervisor makes for a job is garbage at once, and twice 16 MB, as by default, only let it lie: in the feed hub peaks of
 * 199 MB became 138 with twice 8 from the start (seven rounds, in turn) and 160 as it is done here (eleven), and no-op jobs took as
 * much processor time as before (five rounds of 20,000); with twice 4 MB they took 15 % more, with twice 1 MB 60 %. Whoever says a
 * size with `node` or `NODE_OPTIONS` gets that. The most that it may be is fixed when V8 starts; by how much it grows is looked
 * up at each growth.
 */
export function holdYoungGeneration(): void {
  const said = [...process.execArgv, process.env.NODE_OPTIONS ?? ""];
  if (!said.some((flag) => /semi[-_]space/.test(flag))) setFlagsFromString("--semi-space-growth-factor=1");
}
