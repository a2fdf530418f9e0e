// What ran the processor until now: one child process for each of ten jobs at once.
const path = require("node:path");
const { Worker } = require("bullmq");
const connection = require("./connection.js");

const worker = new Worker("emails", path.join(__dirname, "processors/email.js"), {
  connection,
  concurrency: 10,
});
worker.on("ready", () => console.log("ready"));
process.once("SIGTERM", () => void worker.close());
