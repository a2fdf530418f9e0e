import { once } from "node:events";
import { WebSocket } from "undici";

/** A client of a process's inspector, as an editor or a browser is one. */
export interface InspectorClient {
  /** Resolves with the next event of that name. */
  next(event: string): Promise<void>;
  /** Sends a command, and resolves when it was answered. */
  send(method: string, params?: object): Promise<void>;
  close(): void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
}

/** Connects to the URL that a process started with `--inspect` prints. */
export async function connectInspector(url: string): Promise<InspectorClient> {
  const socket = new WebSocket(url);
  const heard = new EventTarget();
  socket.addEventListener("message", ({ data }) => {
    const { id, method } = JSON.parse(String(data)) as Message;
    heard.dispatchEvent(new Event(method ?? `answer ${id}`));
  });
  await once(socket, "open");
  let sent = 0;
  const next = async (event: string): Promise<void> => {
    await once(heard, event);
  };
  return {
    next,
    send(method, params) {
      sent += 1;
      const answer = next(`answer ${sent}`);
      socket.send(JSON.stringify({ id: sent, method, params }));
      return answer;
    },
    close: () => socket.close(),
  };
}
