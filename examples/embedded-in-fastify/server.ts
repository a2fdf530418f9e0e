/**
 * A web application that does its background work itself: routes enqueue, and the worker lives in the same process. Its
 * hosts do not, so no task can hold up a request. Started with `--no-worker` it leaves the work to `loopward worker`.
 */
import Fastify from "fastify";
import { createWorker, InvalidInputError } from "loopward";
import { fileURLToPath } from "node:url";
import { sendReceipt } from "./tasks.js";

const app = Fastify();

app.post("/orders/:order/receipt", async (request, reply) => {
  const { order } = request.params as { order: string };
  const { email } = request.body as { email: string };
  const run = await sendReceipt.enqueue(
    { order: Number(order), email },
    { deduplicationId: `receipt-${order}` },
  );
  return reply.code(202).send({ run: run.id });
});

// Waits for it, where the caller wants to know.
app.post("/orders/:order/receipt/now", async (request) => {
  const { order } = request.params as { order: string };
  const { email } = request.body as { email: string };
  const run = await sendReceipt.enqueue({ order: Number(order), email }, { priority: 1 });
  return { message: await run.result({ timeoutMs: 10_000 }) };
});

app.setErrorHandler((error, _request, reply) =>
  error instanceof InvalidInputError
    ? reply.code(400).send({ issues: error.issues })
    : reply.code(500).send({ message: "something went wrong" }),
);

if (!process.argv.includes("--no-worker")) {
  const worker = await createWorker({
    app: [fileURLToPath(new URL("tasks.ts", import.meta.url))],
    guard: { mode: "abort" },
  });
  app.addHook("onClose", () => worker.close());
}

console.log(await app.listen({ host: "127.0.0.1", port: Number(process.env.PORT ?? 0) }));
process.once("SIGTERM", () => void app.close());
process.once("SIGINT", () => void app.close());
