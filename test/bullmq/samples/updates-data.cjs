module.exports = async (job) => {
  await job.updateData({ ...job.data, step: "done" });
  return job.data;
};
