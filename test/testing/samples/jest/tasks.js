// The code under test. Babel leaves out empty lines: it runs as other lines than are written here.
const { execSync } = require("node:child_process");
const { existsSync } = require("node:fs");
const { setTimeout: sleep } = require("node:timers/promises");

const gentle = async () => {
  await sleep(20);
  return "done";
};

const blocking = async () => {
  await sleep(20);
  execSync("sleep 0.3"); // here: blocking
};

const computing = async () => {
  await sleep(20);
  const end = process.cpuUsage().user + 400_000;

  while (process.cpuUsage().user < end); // here: computing
};

const parsing = async (text) => {
  await sleep(20);

  return JSON.parse(text); // here: parsing
};

const brief = async () => existsSync("/nowhere"); // here: brief

module.exports = { gentle, blocking, computing, parsing, brief };
