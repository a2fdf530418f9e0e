module.exports = async (job) => ({ heard: job.data.word });
