const { DelayedError } = require("bullmq");

module.exports = async (job, token) => {
  if (job.attemptsStarted > 1) return "later";
  await job.moveToDelayed(Date.now() + 100, token);
  throw new DelayedError();
};
