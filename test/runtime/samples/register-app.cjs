// A CommonJS program that knows nothing of the guard, with a thread, a forked child or a cluster of its own.
const { execSync, fork } = require("node:child_process");
const cluster = require("node:cluster");
const { isMainThread, Worker } = require("node:worker_threads");

const block = () => execSync("sleep 0.25"); // here: register
const [, , kind] = process.argv;

if (!isMainThread) block();
else if (kind === "thread") {
  const worker = new Worker(__filename);
  worker.once("exit", (code) => {
    block();
    process.exitCode = code + 4;
  });
} else if (kind === "fork") {
  fork(__filename, ["child"]).once("exit", (code) => process.exit(code));
} else if (kind === "cluster" && cluster.isPrimary) {
  cluster.fork().once("exit", (code) => process.exit(code));
} else {
  setTimeout(() => {
    block();
    if (process.argv[2] !== "itself") process.exit(5);
  }, 50);
}
