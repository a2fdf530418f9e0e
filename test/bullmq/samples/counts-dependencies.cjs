module.exports = async (job) =>
  job.name === "parent"
    ? [await job.getDependenciesCount(), await job.getDependenciesCount({ processed: true })]
    : "counted";
