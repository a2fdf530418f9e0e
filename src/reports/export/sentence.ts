import { counted, day, duration } from "../../findings/words.js";
import type { Culprit } from "../summarise.js";

/** What a line did, as one sentence: for those who meet it outside of Loopward. */
export function sentenceOf({
  count,
  worstMs,
  stolenMs,
  delayedRuns,
  task,
  api,
  firstTime,
  lastTime,
}: Culprit): string {
  const by = api === null ? "This code" : `\`${api}\``;
  const whose = task === null ? "" : `, task ${task}`;
  const when =
    day(firstTime) === day(lastTime) ? `on ${day(firstTime)}` : `from ${day(firstTime)} to ${day(lastTime)}`;
  return `${by} stalled the event loop ${counted(count, "time")} ${when}: worst ${duration(worstMs)}, ${duration(stolenMs)} in all, ${counted(delayedRuns, "run")} delayed${whose}.`;
}

/** A culprit that is a line of a file. */
export type PlacedCulprit = Culprit & { readonly file: string; readonly line: number };

export function isPlaced(culprit: Culprit): culprit is PlacedCulprit {
  return culprit.file !== null && culprit.line !== null;
}
