module.exports = async (job) => {
  await job.moveToDelayed(Date.now() + 100, "the token of somebody else");
  // BullMQ's call is over when it was sent; this one is answered, and after it.
  await job.getDependenciesCount();
  return "not reached";
};
