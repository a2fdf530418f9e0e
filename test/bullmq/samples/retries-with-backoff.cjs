module.exports = async (job) => {
  if (job.attemptsMade < 2) throw new Error(`attempt ${job.attemptsMade} failed`);
  return { attemptsMade: job.attemptsMade, failedReason: job.failedReason };
};
