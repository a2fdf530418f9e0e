module.exports = async (job) => {
  await job.updateProgress(40);
  const seen = [job.progress];
  await job.updateProgress({ done: 3, of: 4 });
  return [...seen, job.progress];
};
