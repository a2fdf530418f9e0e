const { appendFileSync, writeFileSync } = require("node:fs");
const { setTimeout: sleep } = require("node:timers/promises");

module.exports = async (job, token, signal) => {
  switch (job.name) {
    case "loop":
      for (;;);
    case "block":
      return block(job.data.ms);
    case "nap":
      await sleep(job.data.ms);
      return { redelivered: job.redelivered };
    case "late":
      signal.addEventListener("abort", () => writeFileSync(job.data.file, signal.reason.name));
      await sleep(60_000);
      return "too late";
    case "move and die":
      appendFileSync(job.data.file, `start ${job.attemptsStarted}\n`);
      if (job.attemptsStarted > 1) return { redelivered: job.redelivered };
      await job.moveToDelayed(Date.now() + 50, token);
      return process.kill(process.pid, "SIGKILL");
    default:
      return `adopted: ${job.name}`;
  }
};

function block(ms) {
  for (const end = Date.now() + ms; Date.now() < end;);
  return "blocked";
}
