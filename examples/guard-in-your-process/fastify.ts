/** An HTTP server in this process: `npx tsx fastify.ts`. A request is a run named after its route. */
import type { FastifyRequest } from "fastify";
import { startGuard } from "loopward/guard";

// First, and the rest by `import()`: what is loaded earlier is seen less well.
const guard = await startGuard();
const { fastify } = await import("fastify");
const { resize } = await import("./images/resize.js");

const server = fastify();
server.get(
  "/thumbnails/:image",
  guard.wrap(({ params }: FastifyRequest<{ Params: { image: string } }>) => resize(params.image)),
);

const address = await server.listen({ port: 0 });
const response = await fetch(`${address}/thumbnails/cat.png`);
console.log(await response.text());

await server.close();
await guard.stop();
