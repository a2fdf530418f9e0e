const { Queue, RateLimitError } = require("bullmq");

module.exports = async (job) => {
  if (job.attemptsStarted > 1) return "let through";
  const queue = new Queue(job.queueName, { connection: job.data.connection });
  await queue.rateLimit(100);
  await queue.close();
  throw new RateLimitError();
};
