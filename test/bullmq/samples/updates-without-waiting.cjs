module.exports = (job) => {
  for (const done of [1, 2, 3]) job.updateProgress(done);
  job.log("on my way");
  job.updateData({ kept: true });
  return "done";
};
