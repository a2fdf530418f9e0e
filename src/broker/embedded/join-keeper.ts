import { createInterface } from "node:readline";
import type net from "node:net";
import { LoopwardError } from "../../findings/errors.js";
import { latestClaim } from "./keeper-claim.js";
import type { KeeperMessage } from "./keeper-plan.js";
import { dial } from "./socket-alive.js";

/**
 * Joins the keeper of a home and waits until its server takes connections. The socket that comes back is the
 * membership: it lasts until either side ends it. Null when there is no keeper, it was just leaving, or said nothing
 * within `timeoutMs`.
 * @throws whatever error the keeper reports
 */
export async function joinKeeper(
  folder: string,
  timeoutMs: number,
  onJoined: () => void,
): Promise<net.Socket | null> {
  const claim = await latestClaim(folder);
  const socket = claim && (await dial(claim.record.socket));
  if (!socket) return null;
  onJoined();
  // A keeper that is killed resets the connection; its end is told by "close".
  socket.on("error", () => undefined);
  socket.setTimeout(timeoutMs, () => socket.destroy());
  try {
    const message = await firstMessage(socket);
    if (message?.type === "ready") return socket.setTimeout(0);
    socket.destroy();
    if (message) throw new LoopwardError(message.code, message.message);
    return null;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Null when the keeper ends the connection without a word. */
async function firstMessage(socket: net.Socket): Promise<KeeperMessage | null> {
  const lines = createInterface({ input: socket });
  // It passes on the socket's errors, and one that nobody hears would end the process.
  lines.on("error", () => undefined);
  const message = await new Promise<KeeperMessage | null>((resolve) => {
    lines.once("line", (line) => {
      resolve(JSON.parse(line) as KeeperMessage);
    });
    socket.once("close", () => {
      resolve(null);
    });
  });
  lines.close();
  // Closing the line reader pauses the socket, and a paused socket never notices its end.
  socket.resume();
  return message;
}
