module.exports = async (job) => ({ state: await job.getState?.(), redelivered: job.redelivered });
