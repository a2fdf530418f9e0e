module.exports = async (job) => `${job.name} of ${job.queueName}`;
