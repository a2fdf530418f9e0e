module.exports = async (job) => {
  if (job.data.step === undefined) {
    await job.updateData({ step: "fetched" });
    throw new Error("the second step failed");
  }
  return { from: job.data.step, attemptsMade: job.attemptsMade };
};
