module.exports = async (job) => (job.name === "parent" ? job.getDependencies() : { made: job.data.n });
