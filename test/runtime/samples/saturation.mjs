// 400 runs each do 1.5 ms in one and the same phase of the loop; with the argument `blocker`, one of them does 300 ms.
import { createServer, connect } from "node:net";
import { cpuMs, run, sleep, spin } from "./setup.mjs";

const [phase, blocker] = process.argv.slice(2);
const RUNS = 400;

function work(index) {
  if (blocker === "blocker" && index === 200) block();
  else spin(1.5);
}

function block() {
  const end = cpuMs() + 300;
  while (cpuMs() < end); // here: blocker
}

const phases = {
  // All timers are due together.
  async timers() {
    const at = Date.now() + 100;
    await Promise.all(
      each(async (index) => {
        await sleep(at - Date.now());
        work(index);
      }),
    );
  },
  // All sockets are readable together.
  async sockets() {
    const held = [];
    const server = createServer((socket) => held.push(socket)).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address();
    const runs = each(async (index) => {
      const socket = connect(port, "127.0.0.1");
      await new Promise((resolve) => socket.once("data", resolve));
      work(index);
      socket.destroy();
    });
    while (held.length < RUNS) await sleep(5);
    for (const socket of held) socket.write("x");
    await Promise.all(runs);
    server.close();
    for (const socket of held) socket.destroy();
  },
  // All continuations sit in one drain of the microtask queue.
  async microtasks() {
    let open;
    const gate = new Promise((resolve) => {
      open = resolve;
    });
    const runs = each(async (index) => {
      await gate;
      work(index);
      await null;
    });
    await sleep(50);
    open();
    await Promise.all(runs);
  },
  // All runs start in one callback, as they do when a batch arrives.
  async starts() {
    await sleep(50);
    await Promise.all(each(async (index) => work(index)));
  },
  // The same, right behind so many that do nothing that the clock is seldom looked at.
  async slowing() {
    await sleep(50);
    const quick = Array.from({ length: 5 * RUNS }, (_, n) =>
      run("small", async () => null, { runId: `quick-${n}` }),
    );
    await Promise.all([...quick, ...each(async (index) => work(index))]);
  },
};

function each(fn) {
  return Array.from({ length: RUNS }, (_, index) =>
    run(blocker === "blocker" && index === 200 ? "culprit" : "small", () => fn(index), {
      runId: `run-${index}`,
    }),
  );
}

await sleep(30);
await phases[phase]();
await sleep(100);
