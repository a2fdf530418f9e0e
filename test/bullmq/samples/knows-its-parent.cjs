module.exports = async (job) =>
  job.name === "child" ? { parent: job.parent, parentKey: job.parentKey } : job.getChildrenValues();
