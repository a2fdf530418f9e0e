import { rm } from "node:fs/promises";
import { request } from "node:http";
import { json } from "node:stream/consumers";
import { fail, LoopwardError, type ErrorCode } from "../../findings/errors.js";
import {
  orders,
  questions,
  refusal,
  type Answers,
  type Given,
  type Order,
  type Question,
  type Results,
} from "./protocol.js";
import { listSockets } from "./sockets.js";

/** A supervisor runs no user code: one that does not answer in this time is stopped, or gone. */
const TIMEOUT_MS = 5_000;

/** A worker that answers. */
export interface Endpoint {
  readonly name: string;
  readonly socket: string;
}

/**
 * The workers of a project that answer, by name; those that are wanted, where some are named. Sockets of dead ones are removed.
 * @param wanted whole names, or what they have before the `@`
 * @throws LoopwardError `LOOPWARD_NO_WORKER` when none answers, or one of the wanted does not
 */
export async function findWorkers(root: string, wanted: readonly string[] | undefined): Promise<Endpoint[]> {
  const found = await Promise.all((await listSockets(root)).map(endpointAt));
  const all = found.filter((worker) => worker !== null).sort((a, b) => a.name.localeCompare(b.name));
  const isNamed = ({ name }: Endpoint, by: string) => name === by || name.split("@")[0] === by;
  for (const by of wanted ?? [])
    if (!all.some((worker) => isNamed(worker, by))) throw fail("LOOPWARD_NO_WORKER", [` to the name ${by}`]);
  if (all.length === 0) throw fail("LOOPWARD_NO_WORKER", [` in ${root}`]);
  return all.filter((worker) => !wanted || wanted.some((by) => isNamed(worker, by)));
}

/** @throws LoopwardError what the worker answered, `LOOPWARD_WORKER_SILENT` when it did not */
export async function askWorker<Q extends Question>(socket: string, question: Q): Promise<Answers[Q]> {
  return questions[question].parse(await exchange(socket, "GET", question)) as Answers[Q];
}

/** @throws LoopwardError what the worker answered, `LOOPWARD_WORKER_SILENT` when it did not */
export async function tellWorker<O extends Order>(
  socket: string,
  order: O,
  given: Given[O],
): Promise<Results[O]> {
  return orders[order].answer.parse(await exchange(socket, "POST", order, given)) as Results[O];
}

async function endpointAt(socket: string): Promise<Endpoint | null> {
  try {
    return { name: (await askWorker(socket, "ping")).name, socket };
  } catch (error) {
    const code = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code;
    if (code === "ECONNREFUSED") await rm(socket, { force: true });
    return null;
  }
}

async function exchange(socket: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const { status, answer } = await new Promise<{ status: number; answer: unknown }>((resolve, reject) => {
    const asking = request({
      ...{ socketPath: socket, method, path: `/${path}`, agent: false },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    asking.once("error", reject);
    asking.once("response", (response) => {
      json(response).then((answer) => resolve({ status: response.statusCode ?? 0, answer }), reject);
    });
    asking.end(body === undefined ? undefined : JSON.stringify(body));
  }).catch((error: unknown) => {
    throw fail("LOOPWARD_WORKER_SILENT", [socket, (error as Error).message], { cause: error });
  });
  if (status < 400) return answer;
  const { code, message } = refusal.parse(answer);
  throw new LoopwardError(code as ErrorCode, message);
}
