import type net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fail } from "../../findings/errors.js";
import { joinKeeper } from "./join-keeper.js";
import type { KeeperPlan } from "./keeper-plan.js";
import { spawnKeeper } from "./spawn-keeper.js";

/** Recovery of a server that was killed may read much of its log again. */
const READY_TIMEOUT_MS = 60_000;
const LOOK_EVERY_MS = 15;
const BETWEEN_REJOINS_MS = 500;

/** This process's share in an embedded server: while it is held, the server runs. */
export class Lease {
  readonly #plan: KeeperPlan;
  readonly #onError: (error: Error) => void;
  #socket: net.Socket;
  #released = false;

  private constructor(plan: KeeperPlan, socket: net.Socket, onError: (error: Error) => void) {
    this.#plan = plan;
    this.#onError = onError;
    this.#socket = socket;
    this.#watch(socket);
  }

  /**
   * Joins the keeper of a home, starting one where there is none; resolves when its server takes connections.
   * @throws LOOPWARD_EMBEDDED_FAILED, LOOPWARD_BROKER_BUSY, LOOPWARD_BROKER_VERSION
   */
  static async take(plan: KeeperPlan, onError: (error: Error) => void): Promise<Lease> {
    return new Lease(plan, await joinOrStart(plan), onError);
  }

  release(): void {
    this.#released = true;
    this.#socket.end();
  }

  #watch(socket: net.Socket): void {
    // What keeps a process alive is its work, not its share.
    socket.unref();
    socket.once("close", () => {
      if (!this.#released) void this.#rejoin();
    });
  }

  /** The keeper was lost: its server stops, and the users start both anew. Their pools find it at the same place. */
  async #rejoin(): Promise<void> {
    while (!this.#released) {
      try {
        this.#socket = await joinOrStart(this.#plan);
        if (this.#released) this.#socket.end();
        else this.#watch(this.#socket);
        return;
      } catch (error) {
        this.#onError(error instanceof Error ? error : new Error(String(error)));
        await sleep(BETWEEN_REJOINS_MS, undefined, { ref: false });
      }
    }
  }
}

async function joinOrStart(plan: KeeperPlan): Promise<net.Socket> {
  const { folder } = plan.home;
  const deadline = Date.now() + READY_TIMEOUT_MS;
  let starting = false;
  let failure: string | null = null;
  while (Date.now() < deadline) {
    let joined = false;
    const socket = await joinKeeper(folder, READY_TIMEOUT_MS, () => (joined = true));
    if (socket) return socket;
    if (failure !== null) throw fail("LOOPWARD_EMBEDDED_FAILED", [failure]);
    // One that we joined was on its way out: its successor may be ours.
    if (!starting && !joined) {
      starting = true;
      void spawnKeeper(plan)
        .then((tail) => (failure = tail))
        .catch((error: unknown) => (failure = String(error)))
        .finally(() => (starting = false));
    }
    await sleep(LOOK_EVERY_MS);
  }
  throw fail("LOOPWARD_EMBEDDED_FAILED", [`no answer within ${READY_TIMEOUT_MS} ms; see ${folder}/log`]);
}
