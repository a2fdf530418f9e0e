import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { LiveEvents } from "../../src/dashboard/events.js";
import type { ReadState } from "../../src/reports/view/types.js";
import { eventually } from "../support/eventually.js";

/** Something new at each look, as large as it is told. */
class Busy {
  version = 0;
  readonly #trouble: string;

  constructor(bytes: number) {
    this.#trouble = "x".repeat(bytes);
  }

  get state(): ReadState {
    this.version += 1;
    const { version } = this;
    return { version, reading: false, total: 0, unreadableLines: 0, cut: false, trouble: this.#trouble };
  }

  changed(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function serve(live: Busy, limits: { maxPages: number; patienceMs: number }): Promise<number> {
  const events = new LiveEvents(live, limits);
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get("/", (c) => events.answer(c));
  const server = createAdaptorServer({ fetch: app.fetch });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

it("listens to so many pages and no more, and to others when they have gone", async () => {
  const url = `http://127.0.0.1:${await serve(new Busy(0), { maxPages: 2, patienceMs: 10_000 })}/`;
  const controllers = [new AbortController(), new AbortController()];
  for (const { signal } of controllers) expect((await fetch(url, { signal })).status).toBe(200);
  const turnedAway = await fetch(url);
  expect(turnedAway.status).toBe(503);
  expect(await turnedAway.text()).toContain("2 pages listen");
  controllers[0]?.abort();
  await eventually("there is room again", async () => {
    const controller = new AbortController();
    const { status } = await fetch(url, { signal: controller.signal });
    controller.abort();
    return status === 200;
  });
  controllers[1]?.abort();
});

it("lets go of who takes nothing, and keeps who does", async () => {
  const live = new Busy(1_000_000);
  const port = await serve(live, { maxPages: 2, patienceMs: 300 });
  const reader = await fetch(`http://127.0.0.1:${port}/`);
  const reading = (reader.body as ReadableStream<Uint8Array>).getReader();
  let read = 0;
  const readOn = (async () => {
    for (;;) {
      const { done, value } = await reading.read();
      if (done) return;
      read += value.length;
    }
  })();
  const idle = connect(port, "127.0.0.1");
  await once(idle, "connect");
  idle.pause();
  idle.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  // Its end is seen only behind what lies in the system's buffers.
  await eventually("it is let go", async () => {
    const controller = new AbortController();
    const { status } = await fetch(`http://127.0.0.1:${port}/`, { signal: controller.signal });
    controller.abort();
    return status === 200 && live.version > 10;
  });
  const before = read;
  await eventually("the other reads on", () => read > before);
  idle.resume();
  await once(idle, "close");
  await reading.cancel();
  await readOn;
});
