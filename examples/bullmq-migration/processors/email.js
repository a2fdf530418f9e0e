const { setTimeout: sleep } = require("node:timers/promises");
const { digest } = require("../templates/digest.js");
const { welcome } = require("../templates/welcome.js");

module.exports = async (job) => {
  const body = job.name === "digest" ? digest(job.data.to) : welcome(job.data.to);
  await job.updateProgress(50);
  // What a mail server takes to answer.
  await sleep(140);
  if (job.name === "welcome" && job.id.endsWith("7") && job.attemptsMade === 0)
    throw new Error("450 mailbox busy");
  await job.log(`sent to ${job.data.to}`);
  return { bytes: Buffer.byteLength(body) };
};
