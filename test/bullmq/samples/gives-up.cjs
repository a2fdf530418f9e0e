const { UnrecoverableError } = require("bullmq");

module.exports = async (job) => {
  if (job.attemptsMade === 0) throw new Error("try again");
  throw new UnrecoverableError("no use in trying");
};
