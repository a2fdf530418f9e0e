import { askWorker } from "../control/client.js";
import type { Question } from "../control/protocol.js";
import type { ExitCode } from "../exit-code.js";
import type { TalkFlags } from "../inspect.js";
import { eachWorker } from "./each-worker.js";
import { texts } from "./texts.js";

/** Asks the workers of the project in which this process runs, and prints what they answer. */
export function inspect<Q extends Question>(question: Q, flags: TalkFlags): Promise<ExitCode> {
  return eachWorker(flags, ({ socket }) => askWorker(socket, question), texts[question]);
}
