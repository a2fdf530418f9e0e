import { chmod, rename, rm } from "node:fs/promises";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { answers } from "../../broker/embedded/socket-alive.js";
import { fail, LoopwardError } from "../../findings/errors.js";
import { askWorker } from "./client.js";
import {
  orders,
  questions,
  type Answers,
  type Given,
  type Order,
  type Question,
  type Results,
} from "./protocol.js";
import { prepareSocketFolder, socketOf } from "./sockets.js";

/** What a worker answers to each question, and does at each order. */
export type Operations = { readonly [Q in Question]: () => Answers[Q] } & {
  readonly [O in Order]: (given: Given[O]) => Results[O];
};

/** The private socket by which a worker is asked and told. It is there from the start: nobody else has the name then. */
export class ControlServer {
  readonly name: string;
  readonly #server: Server;
  #operations: Operations | null = null;

  private constructor(name: string) {
    this.name = name;
    this.#server = createServer((request, response) => {
      void this.#answer(name, request, response);
    });
    // What keeps the process alive is its work.
    this.#server.unref();
  }

  /**
   * Takes the name in the project, and listens; a socket that a dead worker left is replaced.
   * @throws LoopwardError `LOOPWARD_WORKER_NAME` when a worker with the name lives, `LOOPWARD_STATE_DIR`
   */
  static async open(root: string, name: string): Promise<ControlServer> {
    const socket = socketOf(await prepareSocketFolder(root), name);
    const control = new ControlServer(name);
    await control.#listen(socket, name);
    await chmod(socket, 0o600);
    return control;
  }

  /** The same with the first of the names that no living worker has. */
  static async openAny(root: string, names: Iterable<string>): Promise<ControlServer> {
    for (const name of names) {
      try {
        return await ControlServer.open(root, name);
      } catch (error) {
        if (!(error instanceof LoopwardError) || error.code !== "LOOPWARD_WORKER_NAME") throw error;
      }
    }
    throw new Error("there are no more names");
  }

  serve(operations: Operations): void {
    this.#operations = operations;
  }

  /** Node removes the socket with its server. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #listen(socket: string, name: string): Promise<void> {
    for (;;) {
      try {
        this.#server.listen(socket);
        await once(this.#server, "listening");
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE")
          throw fail("LOOPWARD_STATE_DIR", [socket, (error as Error).message], { cause: error });
      }
      if (await answers(socket)) throw await taken(socket, name);
      await removeDead(socket, name);
    }
  }

  async #answer(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`);
    };
    try {
      const asked = (request.url ?? "").slice(1);
      if (!this.#operations && asked === "ping") reply(200, { name, pid: process.pid, state: "starting" });
      else if (!this.#operations)
        reply(503, { code: "LOOPWARD_WORKER_SILENT", message: "it is still starting" });
      else if (request.method === "GET" && asked in questions)
        reply(200, this.#operations[asked as Question]());
      else if (request.method === "POST" && asked in orders)
        reply(200, await this.#obey(asked as Order, request));
      else reply(404, { code: "LOOPWARD_BAD_OPTION", message: `there is no ${request.method} /${asked}` });
    } catch (error) {
      const { code, message } = error instanceof LoopwardError ? error : badRequest(error);
      reply(400, { code, message });
    }
  }

  async #obey(order: Order, request: IncomingMessage): Promise<unknown> {
    const given = orders[order].given.parse(await json(request));
    return (this.#operations![order] as (given: unknown) => unknown)(given);
  }
}

function badRequest(error: unknown): LoopwardError {
  return fail("LOOPWARD_BAD_OPTION", ["the request", String(error)], { cause: error });
}

async function taken(socket: string, name: string): Promise<LoopwardError> {
  const pid = await askWorker(socket, "ping").then(
    (told) => String(told.pid),
    () => "unknown",
  );
  return fail("LOOPWARD_WORKER_NAME", [name, pid]);
}

/** Of two that find the same dead socket, one may have replaced it before the other takes it away. */
async function removeDead(socket: string, name: string): Promise<void> {
  const aside = `${socket}.${process.pid}`;
  try {
    await rename(socket, aside);
  } catch {
    return;
  }
  if (await answers(aside)) {
    await rename(aside, socket);
    throw await taken(socket, name);
  }
  await rm(aside, { force: true });
}
