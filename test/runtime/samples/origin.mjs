// Stalls whose asynchronous operation was started elsewhere, in origin mode where it is asked for.
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import { cpuMs, guard, run, sleep } from "./setup.mjs";

const limit = Error.stackTraceLimit;

function compute() {
  const end = cpuMs() + 400;
  while (cpuMs() < end);
}

async function waitThenCompute() {
  await sleep(20); // here: await
  compute();
}

function startTimer(done) {
  setTimeout(() => done(compute()), 10); // here: timer
}

function startSocket(done) {
  const server = createServer((socket) => socket.end("data")).listen(0, () => {
    const socket = connect(server.address().port); // here: socket
    socket.on("data", () => {
      compute();
      server.close(done);
    });
  });
}

const kinds = {
  awaits: waitThenCompute,
  timer: () => new Promise(startTimer),
  socket: () => new Promise(startSocket),
  // Nothing but the run itself was started.
  atOnce: compute,
};

const [, , kind] = process.argv;
if (kind === "outside") await new Promise(startTimer);
else await run(kind, kinds[kind]); // here: run
await guard.stop();
const loaded = Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes("blocked-at"));
console.log(JSON.stringify({ loaded, limitKept: Error.stackTraceLimit === limit }));
