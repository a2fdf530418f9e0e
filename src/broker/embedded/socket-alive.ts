import net from "node:net";

/**
 * Connects to a Unix socket; null when no one listens there.
 * A listener that is too busy to accept at once (EAGAIN) rejects: it is alive.
 */
export function dial(socketPath: string): Promise<net.Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(socketPath);
    socket.once("connect", () => {
      socket.removeAllListeners("error");
      resolve(socket);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => {
      // ENOTSOCK: something else was put there, which does not listen either.
      if (["ECONNREFUSED", "ENOENT", "ENOTSOCK"].includes(error.code ?? "")) resolve(null);
      else reject(error);
    });
  });
}

/** Whether anyone listens on a Unix socket; works across containers that share the folder. */
export async function answers(socketPath: string): Promise<boolean> {
  try {
    const socket = await dial(socketPath);
    socket?.destroy();
    return socket !== null;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EAGAIN") return true;
    throw error;
  }
}
