/** Node's own HTTP server in this process: `npx tsx node-http.ts`. Nothing but the program knows what a route of it is called. */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { startGuard } from "loopward/guard";

// First, and the rest by `import()`: what is loaded earlier is seen less well.
const guard = await startGuard();
const { createServer } = await import("node:http");
const { resize } = await import("./images/resize.js");

async function thumbnail(image: string, response: ServerResponse): Promise<void> {
  response.end(await resize(image));
}

const server = createServer((request, response) => {
  const image = (request.url ?? "/").slice("/thumbnails/".length);
  void guard.run({ name: "GET /thumbnails" }, () => thumbnail(image, response));
});

await once(server.listen(0, "127.0.0.1"), "listening");
const { port } = server.address() as AddressInfo;
const response = await fetch(`http://127.0.0.1:${port}/thumbnails/cat.png`);
console.log(await response.text());

server.close();
server.closeAllConnections();
await guard.stop();
