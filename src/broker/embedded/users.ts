import net from "node:net";
import type { KeeperMessage } from "./keeper-plan.js";

/** The keeper's side of its users: each holds one connection, which the kernel closes even when the user is killed. */
export class Users {
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  /** The news so far, told to whoever joins later. */
  #latest: KeeperMessage | null = null;
  #idleSince = performance.now();

  private constructor(server: net.Server) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#join(socket);
    });
  }

  /** Listens on a Unix socket. */
  static async listen(socketPath: string): Promise<Users> {
    const server = net.createServer();
    const users = new Users(server);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(socketPath, resolve);
    });
    return users;
  }

  get count(): number {
    return this.#sockets.size;
  }

  /** For how long there has been no user, in ms. */
  get idleMs(): number {
    return this.#sockets.size > 0 ? 0 : performance.now() - this.#idleSince;
  }

  tell(message: KeeperMessage): void {
    this.#latest = message;
    for (const socket of this.#sockets) socket.write(line(message));
  }

  /** The server is no longer ready: whoever joins from now on waits for news. */
  retract(): void {
    this.#latest = null;
  }

  /** Takes no more users and parts with those there are. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.end();
    await closed;
  }

  #join(socket: net.Socket): void {
    this.#sockets.add(socket);
    // A user that was killed: its end is told by "close".
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.#sockets.delete(socket);
      this.#idleSince = performance.now();
    });
    // Without a reader the end of the other side would never be noticed.
    socket.resume();
    if (this.#latest) socket.write(line(this.#latest));
  }
}

function line(message: KeeperMessage): string {
  return `${JSON.stringify(message)}\n`;
}
