module.exports = async (job) => {
  if (job.name === "parent") return job.getIgnoredChildrenFailures();
  throw new Error("this child cannot");
};
