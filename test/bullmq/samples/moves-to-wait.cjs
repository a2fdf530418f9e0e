const { WaitingError } = require("bullmq");

module.exports = async (job, token) => {
  if (job.attemptsStarted > 1) return "again";
  await job.moveToWait(token);
  throw new WaitingError();
};
